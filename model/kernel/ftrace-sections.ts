/**
 * From ftrace events to critical sections: what one thread does to the leases of one file under flc_lock is one step of the
 * model, and its events stand together but for those about other files.
 */
import type { LeaseType } from "../state.js";
import type { FtraceEvent } from "./ftrace.js";

/** A lease as an event shows it. */
export interface LeaseSeen {
  /** Names the open file description. */
  readonly owner: string;
  readonly type: LeaseType;
  readonly unlockPending: boolean;
  readonly downgradePending: boolean;
}

/** One critical section. */
export interface Section {
  readonly line: number;
  readonly time: number;
  readonly pid: number;
  readonly kind: "sets" | "breaks" | "resumes" | "removes" | "queries";
  /** The leases before, as the scan for expiry shows them; `null` when it did not scan. */
  readonly leases: readonly LeaseSeen[] | null;
  /** The lease that is set or removed. */
  readonly lease: LeaseSeen | null;
  /** How the breaker breaks; `null` for no breaker. */
  readonly mode: LeaseType | null;
  /** What the breaker does at the end. */
  readonly end: "sleeps" | "gives up" | "goes on" | null;
  /** `wcount` and `rcount` when a lease is set. */
  readonly counts: { readonly writers: number; readonly readers: number } | null;
}

/** The sections about one file. */
export interface FileSections {
  readonly file: string;
  readonly sections: readonly Section[];
}

interface Gathering {
  readonly first: FtraceEvent;
  readonly events: FtraceEvent[];
}

/** Groups events into sections by file. `skipped` counts what is outside the model. */
export function sectionsOf(events: readonly FtraceEvent[], skipped: Map<string, number>): FileSections[] {
  const files = new Map<string, Section[]>();
  const open = new Map<string, Gathering>();
  const skip = (what: string): void => void skipped.set(what, (skipped.get(what) ?? 0) + 1);
  const finish = (file: string): void => {
    const gathered = open.get(file);
    open.delete(file);
    if (gathered === undefined) return;
    const section = sectionFrom(gathered.events);
    if (typeof section === "string") skip(section);
    else files.set(file, [...(files.get(file) ?? []), section]);
  };
  /** The file of the lease that an event without one is about. */
  const fileOf = new Map<string, string>();
  /** Owners that have a lease, or may have been granted one. */
  const holders = new Set<string>();
  for (const event of events) {
    const inode = event.fields.get("ino");
    const named = inode === undefined ? undefined : `${event.fields.get("dev") ?? ""} ino ${inode}`;
    const file = named ?? fileOf.get(event.fields.get("lease.lease") ?? "") ?? "an unknown file";
    const lease = event.fields.get("fl");
    if (lease !== undefined) fileOf.set(lease, file);
    const under = open.get(file);
    if (under !== undefined && (under.first.pid !== event.pid || ends(under.events, event, holders))) finish(file);
    const owner = event.fields.get("fl_owner") ?? "";
    if (event.name === "generic_delete_lease") holders.delete(owner);
    else if (event.name === "time_out_leases") holders.add(owner);
    const goesOn = open.get(file);
    if (goesOn === undefined) open.set(file, { first: event, events: [event] });
    else goesOn.events.push(event);
  }
  for (const file of [...open.keys()]) finish(file);
  return [...files].map(([file, sections]) => ({ file, sections }));
}

/**
 * The same sections in pieces, cut where no lease is left and nobody sleeps: what comes later has nothing to do with what
 * was before, and may even be about another file, since numbers of inodes are used again.
 */
export function piecesOf({ file, sections }: FileSections): FileSections[] {
  const pieces: Section[][] = [];
  let held = new Set<string>();
  const asleep = new Set<number>();
  for (const section of sections) {
    if (section.leases !== null && section.kind !== "sets") held = new Set(section.leases.map(({ owner }) => owner));
    const between = held.size === 0 && asleep.size === 0;
    if (between || pieces.length === 0) pieces.push([]);
    pieces.at(-1)?.push(section);
    if (section.lease !== null && section.kind === "sets") held.add(section.lease.owner);
    if (section.lease !== null && section.kind === "removes") held.delete(section.lease.owner);
    if (section.end === "sleeps") asleep.add(section.pid);
    else asleep.delete(section.pid);
  }
  return pieces.map((piece) => ({ file: `${file}, line ${piece[0]?.line} on`, sections: piece }));
}

/** Whether a section is over before the event. */
function ends(events: readonly FtraceEvent[], next: FtraceEvent, holders: ReadonlySet<string>): boolean {
  const last = events.at(-1)?.name ?? "";
  if (["break_lease_block", "break_lease_noblock", "generic_delete_lease"].includes(last)) return true;
  if (["generic_add_lease", "generic_delete_lease", "break_lease_unblock"].includes(next.name)) return true;
  if (next.name === "time_out_leases") {
    const { fields } = next;
    // A lease that is only being set is no part of the scan before: it is seen by a later one.
    const first = events[0]?.name === "generic_add_lease" ? events[0].fields.get("fl_owner") : undefined;
    if (first === fields.get("fl_owner") && first !== undefined && !holders.has(first)) return true;
    // The scan for expiry comes first, and names each lease once.
    return (
      last === "leases_conflict" ||
      events.some((event) => event.name === "time_out_leases" && event.fields.get("fl") === fields.get("fl"))
    );
  }
  return next.name === "leases_conflict" && events[0]?.name === "generic_add_lease";
}

const typeOf = (text: string | undefined): LeaseType | null =>
  text === "F_RDLCK" ? "read" : text === "F_WRLCK" ? "write" : null;

function leaseSeen({ fields }: FtraceEvent): LeaseSeen | null {
  const type = typeOf(fields.get("fl_type"));
  const flags = fields.get("fl_flags") ?? "";
  if (type === null) return null;
  return {
    owner: fields.get("fl_owner") ?? "?",
    type,
    unlockPending: flags.includes("UNLOCK_PENDING"),
    downgradePending: flags.includes("DOWNGRADE_PENDING"),
  };
}

/** The section that events make, or in words why it is outside the model. */
function sectionFrom(events: readonly FtraceEvent[]): Section | string {
  const first = events[0] as FtraceEvent;
  const has = (name: string): FtraceEvent | undefined => events.find((event) => event.name === name);
  const conflict = has("leases_conflict");
  const flags = `${conflict?.fields.get("breaker.fl_flags") ?? ""} ${first.fields.get("fl_flags") ?? ""}`;
  if (/FL_DELEG|FL_LAYOUT/.test(flags)) return "critical sections about delegations and layouts";
  const scanned = events.filter(({ name }) => name === "time_out_leases").map(leaseSeen);
  const leases = scanned.filter((lease) => lease !== null);
  if (leases.length < scanned.length) return "critical sections with a lease of no type";
  const blocked = has("break_lease_block") ?? has("break_lease_noblock") ?? has("break_lease_unblock");
  const at = { line: first.line, time: first.time, pid: first.pid };
  const nothing = { leases: leases.length > 0 ? leases : null, lease: null, mode: null, end: null, counts: null };
  if (first.name === "generic_add_lease")
    return {
      ...at,
      ...nothing,
      leases,
      kind: "sets",
      lease: leaseSeen(first),
      counts: { writers: Number(first.fields.get("wcount")), readers: Number(first.fields.get("rcount")) },
    };
  if (first.name === "generic_delete_lease") return { ...at, ...nothing, kind: "removes", lease: leaseSeen(first) };
  const mode = typeOf(conflict?.fields.get("breaker.fl_type") ?? blocked?.fields.get("fl_type"));
  const end =
    has("break_lease_block") !== undefined
      ? "sleeps"
      : has("break_lease_noblock") !== undefined
        ? "gives up"
        : "goes on";
  if (first.name === "break_lease_unblock") return { ...at, ...nothing, kind: "resumes", mode, end };
  return mode === null ? { ...at, ...nothing, kind: "queries" } : { ...at, ...nothing, kind: "breaks", mode, end };
}

/** Which step of the lease core a critical section is, and which steps an ftrace log allows unseen before it. */
import type { SeenStep, StepRule } from "../../src/conformance/possible.js";
import type { Instance } from "../../src/machine/machine.js";
import { breakMode } from "../leases/conflict.js";
import type { State, TaskId } from "../state.js";
import { readCount, writeCount } from "../vfs/counts.js";
import { type AskedTimes, askedAfter, type Interval, tooEarly } from "./asked-times.js";
import type { LeaseSeen, Section } from "./ftrace-sections.js";

/** What a reader of ftrace keeps in mind beside a state. */
export interface Owners {
  /** The model's description of each owner that the log names. */
  readonly files: Readonly<Record<string, number>>;
  readonly asked: AskedTimes;
}

/** Steps that leave no event, whoever takes them. */
const QUIET = new Set(["test for leases", "cut", "give up", "insert lease", "finish lease", "release"]);

/** The first steps of calls that a section can belong to. */
function begins({ kind, mode, end }: Section, task: number, { action, parameters }: Instance): boolean {
  const { access, truncating, blocking } = parameters;
  if (kind === "sets") return action.name === "open" && truncating === false && blocking === true && access !== "path";
  if (parameters.task !== task) return false;
  if (kind === "queries")
    return action.name === "open" && access === "read" && truncating === false && blocking === true;
  if (kind !== "breaks") return false;
  if (action.name === "truncate") return mode === "write" && end !== "gives up";
  return action.name === "open" && access === mode && truncating === false && blocking === (end !== "gives up");
}

/** The steps that are allowed unseen before a section of a task. */
export function unseenBefore(section: Section, task: number, interval: Interval): StepRule<Owners> {
  return {
    about: (_, instance) => {
      const { name } = instance.action;
      return (
        name === "tick" ||
        name === "close" ||
        name === "start break" ||
        QUIET.has(name) ||
        begins(section, task, instance)
      );
    },
    fits: (memory, step) => {
      const before = step.before as State;
      const after = step.after as State;
      const { name } = step.instance.action;
      if (name === "tick") {
        const why = tooEarly(memory.asked, before, interval);
        return why === null ? { memory } : { why };
      }
      if (name === "start break" && !isUnleased(before)) return { why: "a break leaves events" };
      if (name === "close" && leases(before) !== leases(after)) return { why: "the end of a lease leaves an event" };
      const { counts } = section;
      if (name === "open" && counts !== null && !mayBecome(after, counts))
        return { why: "more opens than were counted" };
      return { memory: forgetting(memory, before, after, interval) };
    },
  };
}

/** The step that a section is. */
export function stepOf(section: Section, task: number, interval: Interval): StepRule<Owners> {
  return {
    about: (memory, { action, parameters }) => {
      if (parameters.task !== task) return false;
      const file = section.lease === null ? undefined : memory.files[section.lease.owner];
      switch (section.kind) {
        case "sets":
          return (
            action.name === "set lease" &&
            parameters.type === section.lease?.type &&
            (file === undefined
              ? !Object.values(memory.files).includes(Number(parameters.file))
              : parameters.file === file)
          );
        case "breaks":
          return action.name === "start break";
        case "resumes":
          return action.name === "wake up" || action.name === "time out" || action.name === "interrupt";
        case "removes":
          return (action.name === "unlock" || action.name === "close") && parameters.file === file;
        case "queries":
          return action.name === "query lease";
      }
    },
    fits: (memory, step) => {
      const why = differs(section, memory, task, step);
      if (why !== null) return { why };
      const kept = forgetting(memory, step.before as State, step.after as State, interval);
      const { file } = step.instance.parameters;
      return section.kind === "sets" && section.lease !== null
        ? { memory: { ...kept, files: { ...kept.files, [section.lease.owner]: Number(file) } } }
        : { memory: kept };
    },
  };
}

function differs(section: Section, memory: Owners, task: number, step: SeenStep): string | null {
  const before = step.before as State;
  const after = step.after as State;
  const { name } = step.instance.action;
  if (section.counts !== null && !isCounted(before, section.counts))
    return `${section.counts.writers} writers and ${section.counts.readers} readers were counted`;
  if (name === "interrupt" && (section.leases !== null || section.end !== "goes on"))
    return "one that was interrupted looks at no lease";
  if (section.leases !== null && section.leases.length > 0) {
    const seen = section.leases.map((lease) => describe(memory.files[lease.owner] ?? -1, lease)).join("; ");
    const there = leases(before);
    if (seen !== there) return `the leases were ${seen}, and are ${there === "" ? "none" : there} in the model`;
  }
  if (section.kind === "resumes" && name === "wake up" && section.leases !== null) return "it scanned for expiry";
  if (section.kind === "resumes" && name === "time out" && section.leases === null && !isUnleased(before))
    return "it did not scan for expiry";
  if (section.kind === "removes" && section.lease !== null) {
    const lost = describe(memory.files[section.lease.owner] ?? -1, section.lease);
    if (!leases(before).split("; ").includes(lost)) return `the lease was ${lost}, and there is ${leases(before)}`;
    if (leases(before) === leases(after)) return "the lease stays";
  }
  if (section.mode !== null && breakMode(before, task as TaskId) !== section.mode)
    return `it breaks as a ${section.mode === "read" ? "reader" : "writer"}`;
  if (section.end === null || name === "interrupt") return null;
  const { at } = after.tasks[task as TaskId];
  const end = at === "asleep" ? "sleeps" : at === "failing" ? "gives up" : "goes on";
  return end === section.end ? null : `it ${end} in the model, and ${section.end} in the log`;
}

/** Descriptions that are no more stand for no owner any more. */
function forgetting(memory: Owners, before: State, after: State, interval: Interval): Owners {
  const gone = Object.entries(memory.files).filter(([, file]) =>
    after.files.some((one, key) => key === file && one.state === "free"),
  );
  const files =
    gone.length === 0
      ? memory.files
      : Object.fromEntries(Object.entries(memory.files).filter(([owner]) => !gone.some(([name]) => name === owner)));
  return { files, asked: askedAfter(memory.asked, before, after, interval) };
}

const describe = (file: number, lease: Pick<LeaseSeen, "type" | "unlockPending" | "downgradePending">): string =>
  `${lease.type} of ${file < 0 ? "an unknown description" : file}${lease.unlockPending ? " to unlock" : ""}${lease.downgradePending ? " to downgrade" : ""}`;

/** The leases in order, as text. */
function leases(s: State): string {
  const found: string[] = [];
  s.inodes.forEach((inode) => {
    inode.leases.forEach((lease) => {
      found.push(describe(lease.file, lease));
    });
  });
  return found.join("; ");
}

const isUnleased = (s: State): boolean => s.inodes.every((inode) => inode.leases.length === 0);

function count(s: State): { readonly writers: number; readonly readers: number } {
  let writers = 0;
  let readers = 0;
  s.inodes.forEach((_, inode) => {
    writers += writeCount(s, inode);
    readers += readCount(s, inode);
  });
  return { writers, readers };
}

const isCounted = (s: State, seen: { readonly writers: number; readonly readers: number }): boolean => {
  const now = count(s);
  return now.writers === seen.writers && now.readers === seen.readers;
};

const mayBecome = (s: State, seen: { readonly writers: number; readonly readers: number }): boolean => {
  const now = count(s);
  return now.writers <= seen.writers && now.readers <= seen.readers;
};

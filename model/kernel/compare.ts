/** A state of the model beside what can be seen of the world: the first difference, in words. */
import { breakMode } from "../leases/conflict.js";
import { targetType } from "../leases/set.js";
import { type FileId, known, type State, type TaskId } from "../state.js";
import { resultOf } from "./commands.js";
import { anyPolls } from "./rest.js";
import type { SeenLease, Sight } from "./sight.js";

/** What the model says has come of the calls of one macro step. */
export interface Expected {
  /** By task slot. */
  readonly results: Readonly<Record<string, string>>;
  /** `description→process`, sorted. */
  readonly signals: readonly string[];
}

/** What is known of the world beside the sight. */
export interface World {
  /** The action that each task was last told. */
  readonly told: readonly string[];
  /** The process id of each thread group, the last one where it has ended. */
  readonly pids: readonly number[];
}

/** The first difference, `model: …; kernel: …`, or `null`. */
export function difference(s: State, expected: Expected, sight: Sight, world: World): string | null {
  const differ = (what: string, model: string, kernel: string): string | null =>
    model === kernel ? null : `${what}: model ${model}, kernel ${kernel}`;
  let found: string | null = null;
  s.tasks.forEach(({ at }, task) => {
    const seen = sight.tasks[task];
    found ??= differ(
      `task ${task}`,
      words(at, expected.results[task]),
      seenWords(seen, expected.results[task] !== undefined, world.told[task]),
    );
  });
  return (
    found ??
    differ(
      "break signals",
      list(expected.signals),
      list(sight.signals.map(({ file, group }) => `${file}→${group}`).sort()),
    ) ??
    differ("leases", list(leasesOf(s, world)), list(seenLeases(sight.leases, anyPolls(s))))
  );
}

/**
 * What an observer who knows the processes can see of a state, and of the breakers that wait in it; `null` where those come
 * and go by polling, so that they are not looked at.
 */
export function looks(s: State, expected: Expected): { readonly outside: string; readonly breakers: string | null } {
  const tasks: string[] = [];
  s.tasks.forEach(({ at }, task) => {
    tasks.push(words(at, expected.results[task]));
  });
  const world = { told: [], pids: Array.from({ length: s.groups.count(() => true) }, (_, group) => group) };
  return {
    outside: JSON.stringify([tasks, expected.signals, leasesOf(s, world, true)]),
    breakers: anyPolls(s) ? null : leasesOf(s, world).join(),
  };
}

const list = (items: readonly string[]): string => (items.length === 0 ? "none" : items.join(" · "));

const words = (at: string, result: string | undefined): string =>
  at === "user" ? (result === undefined ? "in user space" : `returned ${result}`) : at;

const seenWords = (seen: Sight["tasks"][number] | undefined, returned: boolean, told: string | undefined): string => {
  if (seen === undefined) return "absent";
  if (seen.at !== "user") return seen.at;
  return returned ? `returned ${resultOf(told ?? "", seen.result)}` : "in user space";
};

const TYPES = { read: "READ", write: "WRITE", unlock: "UNLCK" } as const;

/** The leases as /proc/locks would show them, with their breakers unless those come and go by polling. */
function leasesOf(s: State, { pids }: World, unsteady = anyPolls(s)): string[] {
  const shown: string[] = [];
  s.inodes.forEach((inode, number) => {
    inode.leases.forEach((lease) => {
      const state = lease.unlockPending || lease.downgradePending ? "BREAKING" : "ACTIVE";
      const breakers: string[] = [];
      if (!unsteady)
        inode.queue.forEach((task) => {
          const { depth, file } = placeOf(s, task);
          if (file === lease.file)
            breakers.push(breakerWords(TYPES[breakMode(s, task)], pids[known(s.tasks[task].group)] ?? 0, depth));
        });
      shown.push(leaseWords(state, TYPES[targetType(s, lease.file)], pids[lease.tgid] ?? 0, number, breakers));
    });
  });
  return shown.sort();
}

/** How deep a sleeper is queued, and below which lease. */
function placeOf(s: State, task: TaskId): { readonly depth: number; readonly file: FileId | null } {
  let depth = 1;
  let at = task;
  for (let above = s.tasks[at].behind; above !== null; above = s.tasks[at].behind) {
    at = above;
    depth++;
  }
  return { depth, file: s.tasks[at].blocker };
}

const seenLeases = (leases: readonly SeenLease[], unsteady: boolean): string[] =>
  leases
    .map(({ state, type, pid, inode, breakers }) =>
      leaseWords(
        state,
        type,
        pid,
        inode,
        unsteady ? [] : breakers.map((one) => breakerWords(one.type, one.pid, one.depth)),
      ),
    )
    .sort();

const breakerWords = (type: string, pid: number, depth: number): string => `${"→".repeat(depth)} ${type} ${pid}`;
const leaseWords = (state: string, type: string, pid: number, inode: number, breakers: readonly string[]): string =>
  [`${state} ${type} of ${pid} on ${inode}`, ...[...breakers].sort()].join(" ");

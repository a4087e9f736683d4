/** What a machine of the lease core knows beside its state: the design's rule, the faults present, the scope's switches. */
import { choice, flag, number, type Variant } from "../src/machine/scenario.js";
import type { Scope } from "../src/schema/schema.js";
import { type Faults, faultsPresent } from "./bugs/index.js";
import type { LeaseDesign } from "./designs/design.js";

/**
 * What becomes of signals. *any*: a sleeping call may be interrupted at any time, by a signal whose handler lets it fail
 * with EINTR. Otherwise only break signals exist, they are followed from sender to receiver, and every process has the
 * named disposition.
 */
export const SIGNALS = ["any", "handler", "restarting handler", "ignored", "default action"] as const;

/** The keys of the scope of `lease-core`. */
export const scopeKeys = {
  tasks: number(1, 6, 3, "task slots"),
  processes: number(1, 4, 1, "processes at the start"),
  threads: number(1, 4, 2, "threads of the first process at the start; the others have one"),
  groups: number(1, 6, 2, "thread group ids"),
  files: number(1, 4, 2, "open file descriptions at a time"),
  inodes: number(1, 2, 1, "files on disk"),
  nonblocking: flag(true, "opens with O_NONBLOCK"),
  writing: flag(true, "opens for writing (O_WRONLY)"),
  readWrite: flag(false, "opens for reading and writing (O_RDWR)"),
  path: flag(false, "opens with O_PATH"),
  truncate: flag(true, "truncate(2)"),
  openTruncate: flag(true, "opens with O_RDONLY|O_TRUNC"),
  query: flag(true, "F_GETLEASE"),
  fork: flag(true, "fork"),
  clone: flag(false, "new threads after the start"),
  exit: flag(true, "exit of threads and processes"),
  exec: flag(false, "execve of the leased file or of another"),
  dup: flag(false, "dup, up to two descriptors of a description in a process"),
  data: flag(false, "write and ftruncate through a descriptor"),
  metadata: flag(false, "changes of metadata and names by path"),
  signals: choice(SIGNALS, "any", "what signals do: interrupt any wait, or followed one by one with this disposition"),
  masks: flag(false, "threads that block the break signal; needs signals other than any"),
  kill: flag(false, "SIGKILL"),
  deadlines: flag(true, "fs.lease-break-time is not 0"),
};

/** The switches of a scope, typed. */
export interface Options {
  readonly manyThreads: boolean;
  readonly nonblocking: boolean;
  readonly writing: boolean;
  readonly readWrite: boolean;
  readonly path: boolean;
  readonly truncate: boolean;
  readonly openTruncate: boolean;
  readonly query: boolean;
  readonly fork: boolean;
  readonly clone: boolean;
  readonly exit: boolean;
  readonly exec: boolean;
  readonly dup: boolean;
  readonly data: boolean;
  readonly metadata: boolean;
  readonly signals: (typeof SIGNALS)[number];
  readonly masks: boolean;
  readonly kill: boolean;
  readonly deadlines: boolean;
}

/** What guards, effects and properties read as `constants`. */
export interface Constants {
  readonly options: Options;
  readonly faults: Faults;
  /** Whose leases an operation passes: none, those that record its own thread group, or those of them that ask for it. */
  readonly exempts: "nobody" | "own group" | "own group on request";
  /** Whether leases are set as F_SETDELEG does: as delegations, which changes of metadata and names break as well. */
  readonly delegations: boolean;
  /** Whether opens in the way forbid a grant: always, but for B26. */
  readonly checksOpens: boolean;
  /** Whether a breaker that goes on to sleep asks the holders of leases that it has not met before: no, unless W-j is mended. */
  readonly asksAgain: boolean;
  readonly processes: number;
  readonly threads: number;
  /** Whether a process can be killed by a signal. */
  readonly deadly: boolean;
  /** The timer of a sleeper that will practically never run out (B15). */
  readonly never: number;
}

/** The last code of a deadline: none, passed, and one for each that can run at a time. */
export const lastDeadline = (scope: Scope): number => 1 + 2 * Number(scope.files) + Number(scope.tasks);

/** The design's rule, by a short name. */
export function exemptsOf({ exempt }: LeaseDesign): Constants["exempts"] {
  if (exempt === "nobody") return "nobody";
  return exempt === "the recorded thread group" ? "own group" : "own group on request";
}

/** The constants of one machine. */
export function constantsOf({ scope, design, has }: Variant<LeaseDesign>): Constants {
  const on = (key: keyof Options): boolean => scope[key] === true;
  const signals = SIGNALS.find((name) => name === scope.signals) ?? "any";
  const threads = Number(scope.threads);
  return {
    options: {
      manyThreads: threads > 1 || on("clone"),
      nonblocking: on("nonblocking"),
      writing: on("writing"),
      readWrite: on("readWrite"),
      path: on("path"),
      truncate: on("truncate"),
      openTruncate: on("openTruncate"),
      query: on("query"),
      fork: on("fork"),
      clone: on("clone"),
      exit: on("exit"),
      exec: on("exec"),
      dup: on("dup"),
      data: on("data"),
      metadata: on("metadata"),
      signals,
      masks: on("masks"),
      kill: on("kill"),
      deadlines: on("deadlines"),
    },
    faults: faultsPresent(has),
    exempts: exemptsOf(design),
    delegations: false,
    checksOpens: true,
    asksAgain: false,
    processes: Number(scope.processes),
    threads,
    deadly: on("kill") || signals === "default action",
    never: 1 + lastDeadline(scope),
  };
}

/** A case: what processes do with leases, one system call after another, and what should come of it. */
import type { AccessMode } from "../../state.js";

/** A system call, or what happens to one. Files and descriptions go by the names that the case gives them. */
export type Call =
  | {
      readonly kind: "open";
      readonly file: string;
      readonly access: AccessMode;
      readonly truncating: boolean;
      readonly blocking: boolean;
    }
  | { readonly kind: "truncate" | "chmod"; readonly file: string }
  | { readonly kind: "set lease"; readonly description: string; readonly type: "read" | "write" }
  | { readonly kind: "unlock" | "query lease" | "close" | "dup" | "ftruncate"; readonly description: string }
  | { readonly kind: "fork" | "clone"; readonly child: string }
  | { readonly kind: "exit" | "exit_group" }
  /** A signal handler breaks off the call that the actor sleeps in. */
  | { readonly kind: "interrupt" }
  /** `fs.lease-break-time` goes by: every deadline that runs passes. */
  | { readonly kind: "wait" };

/**
 * What came of a call: *ok*, what F_GETLEASE answers (F_RDLCK, …), the name of an error, *blocks* when the caller sleeps in
 * `__break_lease`, *exited* when it is no more.
 */
export type Returned = string;

/** What should come of a step. What is `null` was not looked at. */
export interface Expectation {
  /** Any of these is right. */
  readonly result: readonly Returned[] | null;
  /** Sleepers whose calls end in this step, and how; no other's does. */
  readonly ended: ReadonlyMap<string, readonly Returned[]>;
  /** `H: a`: process H gets a break signal that names description a. Sorted. */
  readonly signals: readonly string[] | null;
  /** The leases as /proc/locks shows them, `ACTIVE READ H f`. Sorted. */
  readonly locks: readonly string[] | null;
}

/** One step of a case. */
export interface CaseStep {
  /** Where it stands in its file, counted from 1. */
  readonly line: number;
  /** Who calls, or whose call is broken off; `null` when time goes by. */
  readonly actor: string | null;
  /** As it was written. */
  readonly text: string;
  readonly call: Call;
  /** The description that an open makes. */
  readonly makes: string | null;
  readonly expected: Expectation;
}

/** What a case needs of the system. */
export interface Needs {
  /** The oldest kernel version that it is about, such as `6.19`. */
  readonly kernel: string | null;
  readonly privilege: string | null;
  readonly filesystem: string | null;
}

/** A case with where it comes from. */
export interface Case {
  /** The file that it was read from, and the line there. */
  readonly path: string;
  readonly line: number;
  readonly suite: string | null;
  readonly name: string;
  readonly source: string | null;
  readonly says: string | null;
  readonly needs: Needs;
  /** What of the original is not in it. */
  readonly leavesOut: readonly string[];
  /** What others saw when they ran the original. */
  readonly observed: string | null;
  /** The processes at the start, by the names of their only threads. */
  readonly processes: readonly string[];
  /** Which process each actor is a thread of, by name; those that come later included. */
  readonly processOf: ReadonlyMap<string, string>;
  /** The files, all there at the start. */
  readonly files: readonly string[];
  /** The descriptions that calls make, in the order of the calls. */
  readonly descriptions: readonly string[];
  readonly steps: readonly CaseStep[];
}

/** The most actors, and files, that a case may have: what the actors of the kernel's side have room for. */
export const MOST_ACTORS = 6;
/** See MOST_ACTORS. */
export const MOST_FILES = 2;

/** `LTP fcntl33.1` */
export const titleOf = ({ suite, name }: Case): string => (suite === null ? name : `${suite} ${name}`);

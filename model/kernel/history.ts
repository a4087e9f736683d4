/** What a log tells about one file on disk: calls that begin and end, in terms of the lease core. */
import type { Result } from "../outcome.js";
import type { AccessMode, LeaseType } from "../state.js";

/** A call by what it does to leases. Descriptions are numbered in the order in which the log shows them opened. */
export type Asked =
  | {
      readonly action: "open";
      readonly parameters: { readonly access: AccessMode; readonly truncating: boolean; readonly blocking: boolean };
    }
  | { readonly action: "truncate"; readonly parameters: object }
  | { readonly action: "set lease"; readonly parameters: { readonly type: LeaseType }; readonly description: number }
  | {
      readonly action: "unlock" | "query lease" | "close" | "dup";
      readonly parameters: object;
      readonly description: number;
    };

/** A call that the log shows. */
export interface CallSeen {
  readonly pid: number;
  readonly asked: Asked;
  /** The description that an open makes. */
  readonly makes: number | null;
  /** `null` when the log does not say. */
  readonly result: Result | null;
  /** For people. */
  readonly text: string;
}

/** One event of a history. */
export type Happening = {
  /** Counted from 1. */
  readonly line: number;
  /** Seconds; `null` when the log has no times. */
  readonly time: number | null;
} & (
  | { readonly kind: "begins" | "ends"; readonly call: number }
  | { readonly kind: "forks" | "clones"; readonly pid: number; readonly child: number }
  /** A break signal is taken, for the lease of one of these descriptions: the last that was leased first. */
  | { readonly kind: "signal"; readonly pid: number; readonly descriptions: readonly number[] }
  /** From here on the thread's process may close the description, unseen; by then it has. */
  | { readonly kind: "may close" | "closed"; readonly pid: number; readonly description: number }
  /** What no system does, whatever its state. */
  | { readonly kind: "impossible"; readonly what: string; readonly why: string }
  /** From here on the process may close what it has open; by then the thread has exited. */
  | { readonly kind: "exiting" | "exits"; readonly pid: number }
  /** A thread is there that has nothing to do with the others: of a new process, or of one that is there. */
  | { readonly kind: "comes"; readonly pid: number; readonly group: number }
);

/** How large a model a history takes: how many there are at a time of each. */
export interface Needs {
  readonly tasks: number;
  readonly groups: number;
  readonly files: number;
}

/** All that a log tells about one file on disk. */
export interface History {
  /** The name under which the log opened it first. */
  readonly file: string;
  /** The threads that are taken to be there at the start, each with its process; the others come one by one. */
  readonly present: readonly { readonly pid: number; readonly group: number }[];
  readonly calls: readonly CallSeen[];
  readonly happenings: readonly Happening[];
  /** How large a model it takes. */
  readonly needs: Needs;
  /** Why it cannot be judged, in words; `null` when it can. */
  readonly unjudged: string | null;
}

/** The histories in a log, and what in it is outside the model. */
export interface Histories {
  readonly histories: readonly History[];
  /** What was left out, in words, and how often. */
  readonly skipped: ReadonlyMap<string, number>;
  /** What the log records completely, in words. */
  readonly complete: readonly string[];
  /** What it does not record, in words: any of it may have happened at any time. */
  readonly unrecorded: readonly string[];
  /** What is taken for granted about the world outside the log, in words. */
  readonly assumed: readonly string[];
}

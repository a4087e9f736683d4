/** What a reader of a log keeps in mind about each possible state of the lease core. */
import type { Result } from "../outcome.js";
import type { AskedTimes } from "./asked-times.js";

/** How far a call of the log has come in the model. */
export interface Doing {
  /** Index of the call in the history. */
  readonly call: number;
  readonly stage: "ahead" | "under way" | "over";
  /** The model's description that an open makes. */
  readonly file: number | null;
  readonly result: Result | null;
}

/** Beside a state of the model. */
export interface Memory {
  /** By task. */
  readonly doing: readonly (Doing | null)[];
  /** The model's description, by number of the description in the log. */
  readonly files: readonly (number | null)[];
  /** Break signals sent and not taken yet, by number of the description in the log. */
  readonly sent: readonly number[];
  /** When, at the earliest, a lease got its deadlines: for each of the model's descriptions those to unlock and to downgrade. */
  readonly asked: AskedTimes;
  /** Descriptions that may be closed unseen, each with a task that may. */
  readonly loose: readonly (readonly [task: number, description: number])[];
  /** Tasks whose process is on its way out. */
  readonly exiting: readonly number[];
}

/** Nothing is known and nobody does anything. */
export const blank = (tasks: number, files: number, descriptions: number): Memory => ({
  doing: Array.from({ length: tasks }, () => null),
  files: Array.from({ length: descriptions }, () => null),
  sent: Array.from({ length: descriptions }, () => 0),
  asked: Array.from({ length: files }, () => [0, 0] as const),
  loose: [],
  exiting: [],
});

/** A list with one place changed. */
export const changed = <T>(list: readonly T[], at: number, to: T): readonly T[] =>
  list.map((item, index) => (index === at ? to : item));

/**
 * Definitions: functions of the state that model code is made of, like the operators of TLA+. To run one is to run its
 * body. But who learns steps (see `search/memo`) is told where one begins and ends: what follows depends on its value
 * alone, and not on all that it looked at.
 */

import { withTextOf } from "./text.js";

/** What a definition may come to: a value that can be compared, and through which nothing else can be seen. */
export type Defined = boolean | number | string | null | undefined;

/** Somebody who is told of definitions: where each begins, and where it ends with a value or with an error. */
export interface DefinitionWatch {
  enter(): void;
  leave(value: unknown): void;
  abandon(): void;
}

const watched: { by: DefinitionWatch | null } = { by: null };

/** Runs `body`, and tells `by` of the definitions that are evaluated meanwhile. */
export function watchDefinitions<T>(by: DefinitionWatch, body: () => T): T {
  const before = watched.by;
  watched.by = by;
  try {
    return body();
  } finally {
    watched.by = before;
  }
}

/** Evaluates a definition for who watches. */
function tell<T>(by: DefinitionWatch, body: () => T): T {
  by.enter();
  let value: T;
  try {
    value = body();
  } catch (error) {
    by.abandon();
    throw error;
  }
  by.leave(value);
  return value;
}

/**
 * A definition with a given body. The body must be a pure function of its arguments, which may be the state or parts of
 * it: it writes to no draft and to no variable outside, and comes to a boolean, a number, a string or nothing.
 * @throws nothing by itself. A search that meets a definition that writes, or comes to an object, ends with a model error.
 * @example const isFree = define((s: State, seat: number) => s.guests.every((guest) => guest.seat !== seat));
 */
export function define<A extends readonly unknown[], R extends Defined>(body: (...a: A) => R): (...a: A) => R {
  // Generated, so that each has a call site of its own and can be inlined.
  const source = `"use strict"; return (...a) => watched.by === null ? body(...a) : tell(watched.by, () => body(...a));`;
  return withTextOf(new Function("watched", "tell", "body", source)(watched, tell, body) as (...a: A) => R, body);
}

/**
 * What the views over one buffer share: the words, the lists and maps whose handles died during the current step, and
 * the errors that views throw.
 */

import { DomainError, ModelError } from "../errors.js";
import { describe, type Shape } from "../shape.js";
import type { ObservedWords } from "./access.js";

/** A view as its tree sees it. Generated classes add accessors for the fields of their shape. */
export interface View {
  /** The words, or {@link DEAD} once the handle's slot was removed or moved. */
  $W: Int32Array | ObservedWords;
  readonly $parent: View | null;
  readonly $key: string | number;
  $kill(): void;
  $revive(): void;
  $zero(): void;
  $assign(value: unknown): void;
  /** A copy as plain data. */
  $plain(): unknown;
}

/** Something that must be put right before the next step: a list or map that replaced dead handles or broke off a walk. */
export interface Restorable {
  $restore(): void;
}

/** Takes the place of a dead handle's words, so that living handles pay nothing for the check. */
export const DEAD = new Proxy(new Int32Array(0), {
  get: () => dead(),
  set: () => dead(),
});

/** @throws ModelError always. */
export function dead(): never {
  throw new ModelError("a handle was used after its slot was removed or moved");
}

/** All views over one buffer. */
export class Tree {
  /** Collections to restore before the next step. */
  readonly touched: Restorable[] = [];
  /** Every collection that can need it. */
  readonly restorable: Restorable[] = [];
  constructor(readonly words: Int32Array | ObservedWords) {}

  /** Before a step: handles that died in the last one live again, in their first incarnation. */
  restore(): void {
    if (this.touched.length === 0) return;
    for (const collection of this.touched) collection.$restore();
    this.touched.length = 0;
  }

  /** After a step that threw: no walk is under way any more either. */
  recover(): void {
    for (const collection of this.restorable) collection.$restore();
    this.touched.length = 0;
  }
}

/** Where a view sits in the state: `tasks[1].wait`. */
export function pathOf(view: View | null, key?: string | number): string {
  const own = key === undefined ? "" : typeof key === "number" ? `[${key}]` : key;
  if (view === null || view.$parent === null) return own === "" ? "state" : own;
  const above = pathOf(view.$parent, view.$key);
  return typeof key === "string" ? `${above}.${own}` : `${above}${own}`;
}

/** @throws DomainError always: the value does not belong where it was written. */
export function outOfDomain(view: View, key: string | number | undefined, value: unknown, shape: Shape): never {
  throw new DomainError(pathOf(view, key), value, describe(shape));
}

/** @throws ModelError always: there is no such element. */
export function noSuch(view: View, key: unknown, size: number): never {
  throw new ModelError(`${pathOf(view)} has no element ${String(key)}: it has ${size}`);
}

/** @throws ModelError always: the list cannot grow. */
export function full(view: View, capacity: number): never {
  throw new ModelError(`${pathOf(view)} is full: it holds at most ${capacity}`);
}

/** @throws ModelError always: a callback added or removed elements. */
export function changed(view: View): never {
  throw new ModelError(`${pathOf(view)} was changed while it was being searched`);
}

/** @throws ModelError when a plain record names a field that the shape does not have, or is no record. */
export function checkFields(view: View, value: unknown, names: ReadonlySet<string>): void {
  if (typeof value !== "object" || value === null)
    throw new ModelError(`${pathOf(view)} cannot be ${String(value)}: it is a record`);
  for (const name in value) if (!names.has(name)) throw new ModelError(`${pathOf(view)} has no field "${name}"`);
}

/**
 * An input without views inside: what is handed in becomes a complete value before anything is written, so that
 * `draft.pair = { left: draft.pair.right, right: draft.pair.left }` swaps.
 */
export function plainOf(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if ("$plain" in value) return (value as View).$plain();
  if (Array.isArray(value)) return value.map(plainOf);
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, plainOf(field)]));
}

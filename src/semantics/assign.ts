/**
 * Assignment: copies a value into a slot that exists. The slot and those of its parts that exist before and after stay
 * alive, and their handles see the new contents; handles to elements that the new value does not have die.
 */
import { equal } from "../schema/equal.js";
import { isScalar } from "../schema/shape.js";
import { type Data, entriesOf, replaceAt, type Slot } from "./slot.js";

/** @param value a copy of its own (see {@link import("./copy.js").copyOf}) that belongs into the slot */
export function assign(slot: Slot, value: Data): void {
  const { parent } = slot;
  if (parent === null) throw new TypeError("the whole state cannot be assigned");
  const before = slot.data();
  if (equal(before, value)) return;
  settle(slot, before, value);
  replaceAt(parent.shape, parent.data(), slot.key, value);
}

/** Ends what an assignment ends: the life of handles, and the walks over members that are gone. */
function settle(slot: Slot, before: Data, after: Data): void {
  const { shape } = slot;
  if (shape.kind === "record") {
    for (const { name, shape: of } of shape.fields) {
      const child = isScalar(of) ? undefined : slot.knownChild(name);
      if (child !== undefined) settle(child, part(before, name), part(after, name));
    }
    return;
  }
  if (shape.kind === "set") return;
  const [from, to] = [elementsOf(slot, before), elementsOf(slot, after)];
  slot.kill((key) => !to.has(Number(key)));
  if (shape.kind === "list") resize(slot, from.size, to.size);
  for (const [key, item] of to) {
    const child = slot.knownChild(key);
    if (child !== undefined) settle(child, from.get(key) as Data, item);
  }
}

/** Notes that a list now has another length, for walks and searches under way. */
function resize(slot: Slot, before: number, after: number): void {
  if (before === after) return;
  slot.resized++;
  for (const walk of slot.walks) walk.end = Math.min(walk.end, after);
}

const part = (record: Data, name: string): Data => (record as Record<string, Data>)[name] as Data;

const elementsOf = (slot: Slot, data: Data): Map<number, Data> =>
  new Map(slot.shape.kind === "map" ? entriesOf(data) : (data as Data[]).entries());

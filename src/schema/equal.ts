/** Equality of values. */
import type { Value } from "./value.js";

/** Whether two values are the same data, whatever objects they are made of. */
export function equal(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (isArray(a) || isArray(b))
    return (
      isArray(a) && isArray(b) && a.length === b.length && a.every((item, index) => equal(item, b[index] as Value))
    );
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && equal(a[name] as Value, b[name] as Value))
  );
}

/** `Array.isArray` that knows read-only arrays. */
export const isArray = (value: Value): value is readonly Value[] => Array.isArray(value);

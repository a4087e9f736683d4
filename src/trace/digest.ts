/** Digests: is this still the model that a behaviour was recorded on, and did it end in the same state? */
import { createHash } from "node:crypto";
import type { Machine } from "../machine/machine.js";
import { pack } from "../schema/pack.js";
import { describe, isScalar, resolve, type Shape } from "../schema/shape.js";
import type { Value } from "../schema/value.js";

/** Bytes of a digest: enough that an accident does not repeat one. */
export const DIGEST_BYTES = 6;

/** The first bytes of a SHA-256. */
export const sha256 = (data: Uint8Array | string, bytes: number): Uint8Array =>
  createHash("sha256").update(data).digest().subarray(0, bytes);

const hex = (data: Uint8Array | string): string => Buffer.from(sha256(data, DIGEST_BYTES)).toString("hex");

/**
 * Digest of a machine's scope, state shape and actions — their names, parameters and sources — as hexadecimal. It is
 * made of what the model declares, not of function bodies, so that it does not depend on how the code was built.
 */
export function digestOf({ scope, shape, actions }: Machine): string {
  return hex(
    JSON.stringify([
      Object.entries(scope).sort(([a], [b]) => (a < b ? -1 : 1)),
      structure(shape),
      actions.map(({ name, parameters, source }) => [
        name,
        Object.entries(parameters).map(([parameter, schema]) => [
          parameter,
          structure(resolve(schema, scope, parameter)),
        ]),
        source,
      ]),
    ]),
  );
}

/** Digest of the packed words of a state; `null` stands for a state that could not be made. */
export function digestOfState({ layout }: Machine, state: Value | null): string {
  const words = state === null ? new Int32Array(0) : pack(layout, state);
  const bytes = new DataView(new ArrayBuffer(words.length * 4));
  // Byte by byte, so that the digest is the same on machines of either byte order.
  for (const [n, word] of words.entries()) bytes.setInt32(n * 4, word, true);
  return hex(new Uint8Array(bytes.buffer));
}

/** A shape as nested arrays, in an order of its own and with nothing left out. */
function structure(shape: Shape): unknown {
  const mark = shape.ghost ? "ghost " : "";
  if (isScalar(shape)) return mark + describe(shape);
  switch (shape.kind) {
    case "record":
      return [`${mark}record`, ...shape.fields.map(({ name, shape: of }) => [name, structure(of)])];
    case "vector":
      return [`${mark}vector`, shape.key, shape.size, structure(shape.of)];
    case "list":
      return [`${mark}list`, shape.capacity, structure(shape.of)];
    case "set":
      return [`${mark}set`, shape.name, shape.size];
    case "map":
      return [`${mark}map`, shape.name, shape.size, structure(shape.of)];
  }
}

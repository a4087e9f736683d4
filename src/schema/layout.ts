/**
 * The packed layout: where each scalar of a state sits in its 32-bit words. A field never straddles two words, so that
 * one load, one shift and one mask read it. Unused slots of lists and maps are all zero, so that equal states have
 * equal words.
 */
import { cardinality } from "./scalar.js";
import type { ListShape, MapShape, RecordShape, ScalarShape, SetShape, Shape, VectorShape } from "./shape.js";

/** The bits of one field. */
export interface Position {
  readonly word: number;
  readonly shift: number;
  /** Bits, 0 to 31. */
  readonly width: number;
}

export type Placed =
  | { readonly shape: ScalarShape; readonly at: Position }
  | { readonly shape: RecordShape; readonly fields: readonly Placed[] }
  | { readonly shape: VectorShape; readonly items: readonly Placed[] }
  | { readonly shape: ListShape; readonly length: Position; readonly items: readonly Placed[] }
  | { readonly shape: SetShape; readonly members: Position }
  | { readonly shape: MapShape; readonly present: Position; readonly items: readonly Placed[] };

/** Where everything in a state sits. */
export interface Layout {
  readonly shape: RecordShape;
  readonly root: Placed & { readonly shape: RecordShape };
  /** Words a state, at least 1. */
  readonly words: number;
  /** Bits in use. */
  readonly bits: number;
}

/** Bits that tell `values` values apart. */
export const widthOf = (values: number): number => (values <= 1 ? 0 : 32 - Math.clz32(values - 1));

/** Places every scalar of a state, first fit, in the order of the schema. */
export function layoutOf(shape: RecordShape): Layout {
  const used: number[] = [];
  let bits = 0;
  const place = (width: number): Position => {
    bits += width;
    let word = used.findIndex((taken) => taken + width <= 32);
    if (word < 0) word = used.push(0) - 1;
    const shift = (used[word] as number) % 32;
    used[word] = (used[word] as number) + width;
    return { word, shift: width === 0 ? 0 : shift, width };
  };
  const repeat = (of: Shape, times: number): Placed[] => Array.from({ length: times }, () => put(of));
  const put = (of: Shape): Placed => {
    switch (of.kind) {
      case "record":
        return { shape: of, fields: of.fields.map((field) => put(field.shape)) };
      case "vector":
        return { shape: of, items: repeat(of.of, of.size) };
      case "list":
        return { shape: of, length: place(widthOf(of.capacity + 1)), items: repeat(of.of, of.capacity) };
      case "set":
        return { shape: of, members: place(of.size) };
      case "map":
        return { shape: of, present: place(of.size), items: repeat(of.of, of.size) };
      default:
        return { shape: of, at: place(widthOf(cardinality(of))) };
    }
  };
  const root = put(shape) as Layout["root"];
  return { shape, root, words: Math.max(1, used.length), bits };
}

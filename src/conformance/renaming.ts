/**
 * Renaming ids in packed states. States that differ only in which number a task, a process or a file has are alike for an
 * observer who gave the numbers; one representative stands for all of them. That a machine does not care about numbers
 * is for its author to know: nothing here looks.
 */
import { instanceOf } from "../machine/instance.js";
import type { Instance, Machine } from "../machine/machine.js";
import type { Layout, Placed, Position } from "../schema/layout.js";
import type { Shape } from "../schema/shape.js";

/** For each kind of ids the new number of each. */
type Numbers = ReadonlyMap<string, readonly number[]>;

/** One way to give ids other numbers. */
export interface Renaming {
  /** Writes the renamed state over `to`; ghosts are left out, for nothing depends on them. */
  readonly apply: (from: Int32Array, to: Int32Array) => void;
  /** What an instance of the machine becomes, by index. */
  readonly instances: Int32Array;
  /** Which instance becomes this one, by index. */
  readonly origins: Int32Array;
}

/** A set of states under the numbers that make it least. */
export interface Representative {
  /** Equal for sets that are alike. */
  readonly key: string;
  /** What was done to get it. */
  readonly renaming: Renaming;
}

/** Beyond so many renamings only the numbers as they are are looked at. */
const MOST_RENAMINGS = 1000;

/** The renamings of a machine. */
export class Renamings {
  readonly all: readonly Renaming[];
  private readonly words: number;

  constructor(readonly machine: Machine) {
    const sizes = new Map<string, number>();
    sizesIn(machine.shape, sizes);
    this.words = machine.layout.words;
    this.all = numberings(sizes).map((numbers) => renamingOf(machine, numbers));
  }

  /** The representative of a set of states. */
  representative(states: readonly Int32Array[]): Representative {
    let best: Representative | null = null;
    const buffer = new Int32Array(this.words);
    for (const renaming of this.all) {
      const renamed = states.map((state) => {
        renaming.apply(state, buffer);
        return String.fromCharCode(...new Uint16Array(buffer.buffer));
      });
      const key = (renamed.length > 1 ? renamed.sort() : renamed).join("");
      if (best === null || key < best.key) best = { key, renaming };
    }
    return best as Representative;
  }
}

/** What exchanging two ids makes of every instance of a machine, by index: one table for each two of a kind. */
export function exchanges(machine: Machine): Int32Array[] {
  const sizes = new Map<string, number>();
  sizesIn(machine.shape, sizes);
  const identity = new Map([...sizes].map(([name, size]) => [name, [...Array(size).keys()]] as const));
  const tables: Int32Array[] = [];
  for (const [name, size] of sizes)
    for (let a = 0; a < size; a++)
      for (let b = a + 1; b < size; b++) {
        const order = [...Array(size).keys()].map((n) => (n === a ? b : n === b ? a : n));
        tables.push(
          Int32Array.from(machine.instances, (one) => renamed(machine, one, new Map([...identity, [name, order]]))),
        );
      }
  return tables;
}

function sizesIn(shape: Shape, sizes: Map<string, number>): void {
  switch (shape.kind) {
    case "record":
      for (const field of shape.fields) sizesIn(field.shape, sizes);
      return;
    case "vector":
      if (shape.key !== null) sizes.set(shape.key, shape.size);
      sizesIn(shape.of, sizes);
      return;
    case "list":
    case "option":
      sizesIn(shape.of, sizes);
      return;
    case "set":
    case "map":
    case "id":
      sizes.set(shape.name, shape.size);
      if (shape.kind === "map") sizesIn(shape.of, sizes);
      return;
    default:
  }
}

/** The identity first. */
function numberings(sizes: ReadonlyMap<string, number>): Numbers[] {
  let all: Map<string, readonly number[]>[] = [new Map()];
  for (const [name, size] of sizes) {
    const orders = permutations(size);
    if (all.length * orders.length > MOST_RENAMINGS) orders.splice(1);
    all = all.flatMap((numbers) => orders.map((order) => new Map([...numbers, [name, order]])));
  }
  return all;
}

function permutations(size: number): number[][] {
  if (size > 6) return [[...Array(size).keys()]];
  const all: number[][] = [];
  const extend = (taken: readonly number[]): void => {
    if (taken.length === size) all.push([...taken]);
    for (let next = 0; next < size; next++) if (!taken.includes(next)) extend([...taken, next]);
  };
  extend([]);
  return all;
}

type Move = (from: Int32Array, to: Int32Array) => void;

function renamingOf(machine: Machine, numbers: Numbers): Renaming {
  const { layout, instances } = machine;
  const moves: Move[] = [];
  moveAll(layout, numbers, moves);
  const to = Int32Array.from(instances, (instance) => renamed(machine, instance, numbers));
  const origins = new Int32Array(instances.length);
  for (const [from, index] of to.entries()) origins[index] = from;
  return {
    apply: (state, result) => {
      result.fill(0);
      for (const move of moves) move(state, result);
    },
    instances: to,
    origins,
  };
}

function renamed(machine: Machine, { action, parameters }: Instance, numbers: Numbers): number {
  const changed = Object.entries(parameters).map(([name, value]) => {
    const schema = action.parameters[name];
    return [name, schema?.kind === "id" ? numbers.get(schema.name)?.[Number(value)] : value] as const;
  });
  const index = instanceOf(machine, { action: action.name, parameters: Object.fromEntries(changed) as never });
  if (index === undefined) throw new RangeError(`${action.name} exists for some numbers only`);
  return index;
}

function moveAll({ root }: Layout, numbers: Numbers, moves: Move[]): void {
  move(root, root, numbers, moves);
}

/** Adds what brings the value at one place, renamed, to another of the same shape. */
function move(from: Placed, to: Placed, numbers: Numbers, moves: Move[]): void {
  if (from.shape.ghost) return;
  if ("at" in from && "at" in to) moves.push(scalarMove(from.at, to.at, codesOf(from.shape, numbers)));
  else if ("fields" in from && "fields" in to)
    for (const [n, field] of from.fields.entries()) move(field, to.fields[n] as Placed, numbers, moves);
  else if ("members" in from && "members" in to)
    moves.push(bitsMove(from.members, to.members, numbers.get(from.shape.name) ?? []));
  else if ("present" in from && "present" in to) {
    const order = numbers.get(from.shape.name) ?? [];
    moves.push(bitsMove(from.present, to.present, order));
    for (const [n, item] of from.items.entries()) {
      const inner: Move[] = [];
      move(item, to.items[order[n] ?? n] as Placed, numbers, inner);
      moves.push((a, b) => {
        if (((read(a, from.present) >>> n) & 1) === 1) for (const one of inner) one(a, b);
      });
    }
  } else if ("length" in from && "length" in to) {
    moves.push(scalarMove(from.length, to.length, null));
    const items = from.items.map((item, n) => {
      const inner: Move[] = [];
      move(item, to.items[n] as Placed, numbers, inner);
      return inner;
    });
    moves.push((a, b) => {
      const length = read(a, from.length);
      for (let n = 0; n < length; n++) for (const one of items[n] as Move[]) one(a, b);
    });
  } else if ("items" in from && "items" in to) {
    const order = from.shape.kind === "vector" && from.shape.key !== null ? numbers.get(from.shape.key) : undefined;
    for (const [n, item] of from.items.entries()) move(item, to.items[order?.[n] ?? n] as Placed, numbers, moves);
  }
}

/** The code of each value after renaming; `null` when codes stay. */
function codesOf(shape: Shape, numbers: Numbers): readonly number[] | null {
  if (shape.kind === "id") return numbers.get(shape.name) ?? null;
  if (shape.kind !== "option") return null;
  const inner = codesOf(shape.of, numbers);
  return inner === null ? null : [0, ...inner.map((code) => code + 1)];
}

const maskOf = (width: number): number => (width >= 32 ? -1 : (1 << width) - 1);
const read = (words: Int32Array, { word, shift, width }: Position): number =>
  ((words[word] as number) >>> shift) & maskOf(width);

function scalarMove(from: Position, to: Position, codes: readonly number[] | null): Move {
  if (from.width === 0) return () => {};
  return (a, b) => {
    const code = read(a, from);
    b[to.word] = (b[to.word] as number) | ((codes === null ? code : (codes[code] as number)) << to.shift);
  };
}

function bitsMove(from: Position, to: Position, order: readonly number[]): Move {
  return (a, b) => {
    const bits = read(a, from);
    for (const [n, place] of order.entries())
      if (((bits >>> n) & 1) === 1) b[to.word] = (b[to.word] as number) | (1 << (to.shift + place));
  };
}

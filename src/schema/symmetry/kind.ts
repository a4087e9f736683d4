/**
 * Interchangeable ids: which permutations of ids a machine cannot tell from the identity. A kind's ids may be exchanged
 * freely, or only within blocks, with blocks of the same size exchanged as wholes (a wreath product), or only within
 * classes that stay where they are.
 */
import { SchemaError } from "../errors.js";
import type { IdSchema, Scope } from "../schema.js";
import { sizeIn } from "../shape.js";

/** Ids of one kind, declared interchangeable. Made by {@link interchangeable}. */
export interface Interchangeable {
  readonly id: IdSchema;
  /** Ids with equal numbers belong together. */
  readonly blocks: readonly number[] | null;
  /** Ids with different numbers are never exchanged. */
  readonly classes: readonly number[] | null;
}

/**
 * Declares ids interchangeable.
 * @param within `blocks`: a number for each id; ids with equal numbers are interchangeable, and so are, as wholes, blocks
 * of the same size. `classes`: a number for each id; ids (and blocks) of different classes are never exchanged.
 * @example interchangeable(task, { blocks: [1, 1, 2, 2, 3] }) // threads of a process, and processes
 */
export const interchangeable = (
  id: IdSchema,
  within: { readonly blocks?: readonly number[]; readonly classes?: readonly number[] } = {},
): Interchangeable => ({ id, blocks: within.blocks ?? null, classes: within.classes ?? null });

/** The permutations of one kind of ids, in one scope. */
export interface SymmetricKind {
  readonly name: string;
  readonly size: number;
  /** A partition of the ids; those of a block are interchangeable. Members ascend, blocks are in order of their least members. */
  readonly blocks: readonly (readonly number[])[];
  /** A partition of the blocks (by position); those that stand together have the same size and are interchangeable. */
  readonly groups: readonly (readonly number[])[];
}

/**
 * The permutations that declarations allow in a scope, kinds that only the identity permutes left out.
 * @throws SchemaError when a kind is declared twice, a table has not one whole number an id, or a block lies in two classes.
 */
export function kindsOf(declared: readonly (IdSchema | Interchangeable)[], scope: Scope): SymmetricKind[] {
  const kinds = declared.map((one) => kindOf("id" in one ? one : interchangeable(one), scope));
  for (const [n, { name }] of kinds.entries())
    if (kinds.findIndex((other) => other.name === name) !== n)
      throw new SchemaError(`symmetry of ${name}`, "this kind is declared interchangeable twice");
  return kinds.filter(({ blocks, groups }) => blocks.some(isMany) || groups.some(isMany));
}

const isMany = (items: readonly unknown[]): boolean => items.length > 1;

function kindOf({ id, blocks: inBlocks, classes }: Interchangeable, scope: Scope): SymmetricKind {
  const path = `symmetry of ${id.name}`;
  const size = sizeIn(id.size, scope, path, 1);
  for (const table of [inBlocks, classes])
    if (table !== null && (table.length !== size || !table.every(Number.isSafeInteger)))
      throw new SchemaError(
        path,
        `there are ${size} ids, and the table [${table.join(", ")}] does not give each a number`,
      );
  const ids = Array.from({ length: size }, (_, n) => n);
  const classOf = (one: number): number => classes?.[one] ?? 0;
  // Without blocks the ids of a class are one block, and no two blocks are exchanged.
  const blocks = partition(ids, (one) => (inBlocks === null ? classOf(one) : (inBlocks[one] as number)));
  for (const members of blocks)
    if (new Set(members.map(classOf)).size > 1) throw new SchemaError(path, "a block lies in two classes");
  const alike = (block: number): string => {
    const members = blocks[block] as number[];
    return inBlocks === null ? String(block) : `${classOf(members[0] as number)} ${members.length}`;
  };
  return { name: id.name, size, blocks, groups: partition([...blocks.keys()], alike) };
}

function partition<T>(items: readonly T[], by: (item: T) => unknown): T[][] {
  const parts = new Map<unknown, T[]>();
  for (const item of items) {
    const part = parts.get(by(item));
    if (part === undefined) parts.set(by(item), [item]);
    else part.push(item);
  }
  return [...parts.values()];
}

/** How many permutations of the kind there are. */
export const orderOf = ({ blocks, groups }: SymmetricKind): number =>
  [...blocks, ...groups].reduce((product, part) => product * factorial(part.length), 1);

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));

/**
 * Permutations that generate all those of the kind: an array says what each id becomes. Exchanges of two neighbours in a
 * block, and of two neighbouring blocks.
 */
export function generatorsOf({ size, blocks, groups }: SymmetricKind): number[][] {
  const exchange = (pairs: readonly (readonly [number, number])[]): number[] => {
    const becomes = Array.from({ length: size }, (_, n) => n);
    for (const [a, b] of pairs) {
      becomes[a] = b;
      becomes[b] = a;
    }
    return becomes;
  };
  const neighbours = <T>(items: readonly T[]): [T, T][] => items.slice(1).map((item, n) => [items[n] as T, item]);
  return [
    ...blocks.flatMap((members) => neighbours(members).map((pair) => exchange([pair]))),
    ...groups.flatMap((group) =>
      neighbours(group).map(([a, b]) =>
        exchange((blocks[a] as number[]).map((member, n) => [member, (blocks[b] as number[])[n] as number])),
      ),
    ),
  ];
}

/** A permutation of the kind at random, uniformly. @param below a random whole number from 0 to below its argument */
export function randomPermutation({ size, blocks, groups }: SymmetricKind, below: (n: number) => number): number[] {
  const becomes = Array.from({ length: size }, (_, n) => n);
  for (const group of groups) {
    const targets = shuffled(group, below);
    for (const [n, block] of group.entries()) {
      const places = shuffled(blocks[targets[n] as number] as number[], below);
      for (const [at, member] of (blocks[block] as number[]).entries()) becomes[member] = places[at] as number;
    }
  }
  return becomes;
}

function shuffled(items: readonly number[], below: (n: number) => number): number[] {
  const result = [...items];
  for (let n = result.length - 1; n > 0; n--) {
    const other = below(n + 1);
    [result[n], result[other]] = [result[other] as number, result[n] as number];
  }
  return result;
}

/**
 * What permutations do to a packed state: its bits in families. A family is one field for every choice of the
 * interchangeable ids that lead to it; a permutation moves its members to each other's places, and renames the ids that
 * they hold.
 */
import { SchemaError } from "../errors.js";
import type { Layout, Placed, Position } from "../layout.js";
import type { ScalarShape } from "../shape.js";
import type { SymmetricKind } from "./kind.js";

/** When an id that is held means something: the slot of a list or map that it lies in is in use. */
export interface Guard {
  readonly at: Position;
  /** In use when the bits at the position, shifted right by this, … */
  readonly shift: number;
  /** … masked with this … */
  readonly mask: number;
  /** … come to at least this. */
  readonly least: number;
}

/** One member of a family. */
export interface Place {
  readonly at: Position;
  readonly guard: Guard | null;
}

/** The ids that a family's members hold. */
export interface Held {
  /** Position of the kind among the symmetric ones. */
  readonly kind: number;
  /** The code of id 0: 1 in options, whose code 0 is `null`. */
  readonly first: 0 | 1;
}

/** A field, for every choice of the ids that lead to it. */
export interface Family {
  /** The way to the field: the same for all members. */
  readonly path: string;
  /** The kinds of the ids that lead to it, by position among the symmetric ones, from the outermost. */
  readonly keys: readonly number[];
  /** `null` for bits that are no interchangeable id. */
  readonly held: Held | null;
  readonly width: number;
  /** By the ids that lead there: the outermost counts most. */
  readonly places: readonly Place[];
}

type Growing = Omit<Family, "places"> & { readonly places: Place[] };

/** @throws SchemaError when a state has another number of ids of a kind than its declaration. */
export function familiesOf(layout: Layout, kinds: readonly SymmetricKind[]): Family[] {
  const families = new Map<string, Growing>();
  const add = (path: string, keys: readonly Key[], place: Place, held: Held | null): void => {
    if (place.at.width === 0) return;
    const family = families.get(path) ?? {
      path,
      keys: keys.map(({ kind }) => kind),
      held,
      width: place.at.width,
      places: [],
    };
    families.set(path, family);
    family.places[indexOf(keys, kinds)] = place;
  };
  const kindNamed = (name: string | null, size: number, path: string): number => {
    const kind = kinds.findIndex((one) => one.name === name);
    if (kind >= 0 && (kinds[kind] as SymmetricKind).size !== size)
      throw new SchemaError(
        path,
        `it has ${size} ids of the kind ${name}, and ${(kinds[kind] as SymmetricKind).size} are interchangeable`,
      );
    return kind;
  };
  const scalar = (shape: ScalarShape, at: Position, path: string, keys: readonly Key[], guard: Guard | null): void => {
    const of = shape.kind === "option" ? shape.of : shape;
    const kind = of.kind === "id" ? kindNamed(of.name, of.size, path) : -1;
    if (kind < 0) add(path, keys, { at, guard: null }, null);
    // An option that is not in use is null of itself.
    else if (shape.kind === "option") add(path, keys, { at, guard: null }, { kind, first: 1 });
    else add(path, keys, { at, guard }, { kind, first: 0 });
  };
  const visit = (placed: Placed, path: string, keys: readonly Key[], guard: Guard | null): void => {
    if ("at" in placed) scalar(placed.shape, placed.at, path, keys, guard);
    else if ("fields" in placed)
      for (const [n, { name }] of placed.shape.fields.entries())
        visit(placed.fields[n] as Placed, `${path}.${name}`, keys, guard);
    else if ("members" in placed) membership(placed.members, placed.shape, path, keys);
    else if ("present" in placed) {
      membership(placed.present, placed.shape, path, keys);
      const kind = kindNamed(placed.shape.name, placed.shape.size, path);
      for (const [id, item] of placed.items.entries()) {
        const present = { at: placed.present, shift: placed.present.shift + id, mask: 1, least: 1 };
        visit(item, kind < 0 ? `${path}[${id}]` : `${path}[*]`, kind < 0 ? keys : [...keys, { kind, id }], present);
      }
    } else if ("length" in placed) {
      const { length } = placed;
      add(`${path}.length`, keys, { at: length, guard: null }, null);
      const mask = 2 ** length.width - 1;
      for (const [n, item] of placed.items.entries())
        visit(item, `${path}[${n}]`, keys, { at: length, shift: length.shift, mask, least: n + 1 });
    } else {
      const { key, size } = placed.shape;
      const kind = kindNamed(key, size, path);
      for (const [id, item] of placed.items.entries())
        visit(item, kind < 0 ? `${path}[${id}]` : `${path}[*]`, kind < 0 ? keys : [...keys, { kind, id }], guard);
    }
  };
  const membership = (
    at: Position,
    { name, size }: { readonly name: string; readonly size: number },
    path: string,
    keys: readonly Key[],
  ): void => {
    const kind = kindNamed(name, size, path);
    if (kind < 0) add(`${path} has`, keys, { at, guard: null }, null);
    else
      for (let id = 0; id < size; id++)
        add(
          `${path} has *`,
          [...keys, { kind, id }],
          { at: { ...at, shift: at.shift + id, width: 1 }, guard: null },
          null,
        );
  };
  visit(layout.root, "", [], null);
  return joined([...families.values()]);
}

interface Key {
  readonly kind: number;
  readonly id: number;
}

const indexOf = (keys: readonly Key[], kinds: readonly SymmetricKind[]): number =>
  keys.reduce((index, { kind, id }) => index * (kinds[kind] as SymmetricKind).size + id, 0);

/** Fields that lie side by side, wherever the same ids lead, are moved as one. */
function joined(families: readonly Growing[]): Family[] {
  const result: Family[] = [];
  for (const family of families) {
    const n = result.findIndex((other) => isBefore(other, family));
    if (n < 0) {
      result.push(family);
      continue;
    }
    const first = result[n] as Family;
    const width = first.width + family.width;
    result[n] = {
      ...first,
      path: `${first.path}+${family.path}`,
      width,
      places: first.places.map(({ at }) => ({ at: { ...at, width }, guard: null })),
    };
  }
  return result;
}

const isBefore = (a: Family, b: Family): boolean =>
  a.held === null &&
  b.held === null &&
  a.width + b.width <= 31 &&
  a.keys.join() === b.keys.join() &&
  a.places.every(({ at }, n) => {
    const next = (b.places[n] as Place).at;
    return next.word === at.word && next.shift === at.shift + at.width;
  });

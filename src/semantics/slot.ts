/**
 * Slots: places in a state. A slot knows its path, whether it still exists, and where its data are at this moment; the
 * handles that model code sees are made on top of slots.
 */
import { ModelError } from "../schema/errors.js";
import type { Scalar } from "../schema/scalar.js";
import type { ScalarShape, Shape } from "../schema/shape.js";
import { fieldPath, itemPath } from "../schema/value.js";

/** Plain data that may be written: an immer draft, or a copy about to be stored. Frozen values are only read as such. */
export type Data = Scalar | Data[] | { [field: string]: Data };
/** A shape that has handles. */
export type Structure = Exclude<Shape, ScalarShape>;

/** One run of a guard, an effect or a property over one state. */
export interface Session {
  /** @throws ModelError when the run is over. */
  root(): Data;
  readonly writes: boolean;
  readonly readsGhosts: boolean;
  readonly constants: object;
  handleFor(slot: Slot): object;
}

/** A `forEach` over a list that is under way: the next position to visit, and where the members present at entry end. */
export interface Walk {
  next: number;
  end: number;
}

/** One place in a state, for as long as it exists. */
export class Slot {
  /** Counts how often a list grew or shrank. */
  resized = 0;
  /** Walks over the list that are under way. */
  readonly walks: Walk[] = [];
  private readonly below = new Map<string | number, Slot>();
  private known: object | null = null;
  private dead = false;
  /** The data, where they cannot change. */
  private fixed: Data | undefined;

  constructor(
    readonly session: Session,
    readonly shape: Structure,
    readonly parent: Slot | null,
    readonly key: string | number,
  ) {}

  /** The handle of the slot: always the same object while the slot lives. */
  handle(): object {
    this.known ??= this.session.handleFor(this);
    return this.known;
  }

  /** `inodes[0].leases[1]`; empty for the whole state. */
  path(): string {
    if (this.parent === null) return "";
    const above = this.parent.path();
    return this.parent.shape.kind === "record" ? fieldPath(above, String(this.key)) : itemPath(above, this.key);
  }

  /** The slot's data now. @throws ModelError when the slot, or one that it lies in, was removed or moved. */
  data(): Data {
    if (this.session.writes) return this.find();
    this.fixed ??= this.find();
    return this.fixed;
  }

  private find(): Data {
    if (this.dead)
      throw new ModelError(`the handle ${this.path()} was used after its slot was removed or moved; take a fresh one`);
    if (this.parent === null) return this.session.root();
    return valueAt(this.parent.shape, this.parent.data(), this.key);
  }

  /** The data of a vector, list, set or map. */
  items(): Data[] {
    return this.data() as Data[];
  }

  /** The slot of a field or element that is a structure. */
  child(key: string | number, shape: Structure): Slot {
    const known = this.below.get(key);
    if (known !== undefined) return known;
    const made = new Slot(this.session, shape, this, key);
    this.below.set(key, made);
    return made;
  }

  /** The slot of a field or element, if any handle was ever made for it. */
  knownChild(key: string | number): Slot | undefined {
    return this.below.get(key);
  }

  /** Ends the life of the elements whose keys pass; fresh handles are made when they are asked for again. */
  kill(passes: (key: string | number) => boolean): void {
    for (const [key, slot] of this.below)
      if (passes(key)) {
        slot.dead = true;
        this.below.delete(key);
      }
  }

  /** @throws ModelError when the slot, or this part of it, is a ghost and the session must not read ghosts. */
  checkReading(shape: Shape = this.shape, path: () => string = () => this.path()): void {
    if (shape.ghost && !this.session.readsGhosts)
      throw new ModelError(`${path()} is a ghost: only properties may read it`);
  }

  /** @throws ModelError in guards and properties, which only read. */
  checkWriting(path: () => string = () => this.path()): void {
    if (!this.session.writes) throw new ModelError(`${path()} cannot be written here: only effects write`);
  }
}

/** The part of a structure's data that stands under a key; `undefined` when there is none. */
export function valueAt(shape: Structure, data: Data, key: string | number): Data {
  if (shape.kind === "map") return entriesOf(data).find(([id]) => id === key)?.[1] as Data;
  return (data as Record<string | number, Data>)[key] as Data;
}

/** Replaces the part of a structure's data that stands under a key. */
export function replaceAt(shape: Structure, data: Data, key: string | number, value: Data): void {
  if (shape.kind === "map") (entriesOf(data).find(([id]) => id === key) as [number, Data])[1] = value;
  else (data as Record<string | number, Data>)[key] = value;
}

/** The data of a map. */
export const entriesOf = (data: Data): [number, Data][] => data as [number, Data][];

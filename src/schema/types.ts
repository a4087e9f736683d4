/** The static types of a schema's values: as guards and properties see them (`StateOf`), as effects see them (`DraftOf`), and as plain data that effects may hand in (`InputOf`). */
import type {
  BooleanSchema,
  EnumSchema,
  Fields,
  IdSchema,
  ListSchema,
  MapSchema,
  OptionSchema,
  RangeSchema,
  RecordSchema,
  ScalarSchema,
  Schema,
  SetSchema,
  VectorSchema,
} from "./schema.js";

/** Tells ids of different kinds apart; exists in types only. */
export declare const kind: unique symbol;
/** An id of one kind. A number at run time; ids of different kinds and plain numbers do not mix at compile time. */
export type Id<N extends string = string> = number & { readonly [kind]: N };

/** What the elements of a vector are found by. */
export type KeyOf<K> = K extends IdSchema<infer N> ? Id<N> : number;

/** The value of a scalar schema other than an option. Not recursive, so that inference inside generic calls ends. */
export type PlainScalarOf<S> = S extends BooleanSchema
  ? boolean
  : S extends RangeSchema
    ? number
    : S extends EnumSchema<infer V>
      ? V
      : S extends IdSchema<infer N>
        ? Id<N>
        : never;

/** The value of a scalar schema. */
export type ScalarOf<S> = S extends OptionSchema<infer T> ? PlainScalarOf<T> | null : PlainScalarOf<S>;

/** What every collection offers. Callbacks must not change the collection's membership, except those of a list's `forEach`. */
export interface Collection<E, K> {
  /** Whether any element passes; elements in ascending key order. */
  some(test: (element: E, key: K) => boolean): boolean;
  every(test: (element: E, key: K) => boolean): boolean;
  count(test: (element: E, key: K) => boolean): number;
  /** Visits, in order, the elements that were present at entry and still are when their turn comes. */
  forEach(visit: (element: E, key: K) => void): void;
  /** The first element that passes, or `undefined`. */
  first(test: (element: E, key: K) => boolean): E | undefined;
  /** The key of the first element that passes, or `undefined`. */
  firstKey(test: (element: E, key: K) => boolean): K | undefined;
}

/** A vector as guards see it. */
export interface VectorReads<E, K> extends Collection<E, K> {
  readonly size: number;
  at(key: K): E;
}
/** A list as guards see it. */
export interface ListReads<E> extends Collection<E, number> {
  readonly length: number;
  /** The element at a position; throws when there is none. */
  at(index: number): E;
}
/** A set as guards see it. */
export interface SetReads<K> {
  readonly size: number;
  has(id: K): boolean;
  some(test: (id: K) => boolean): boolean;
  every(test: (id: K) => boolean): boolean;
  count(test: (id: K) => boolean): number;
  forEach(visit: (id: K) => void): void;
  first(test: (id: K) => boolean): K | undefined;
}
/** A map as guards see it. */
export interface MapReads<E, K> extends Collection<E, K> {
  readonly size: number;
  has(key: K): boolean;
  get(key: K): E | undefined;
}

/** Elements by key. */
export type Indexed<K extends number, E> = { readonly [P in K]: E };

/** A state as guards and properties see it: deeply read-only. */
export type StateOf<S> = S extends ScalarSchema
  ? ScalarOf<S>
  : S extends RecordSchema<infer F>
    ? { readonly [P in keyof F]: StateOf<F[P]> }
    : S extends VectorSchema<infer K, infer T>
      ? T extends ScalarSchema
        ? VectorReads<ScalarOf<T>, KeyOf<K>>
        : VectorReads<StateOf<T>, KeyOf<K>> & Indexed<KeyOf<K>, StateOf<T>>
      : S extends ListSchema<infer T>
        ? ListReads<StateOf<T>>
        : S extends SetSchema<infer N>
          ? SetReads<Id<N>>
          : S extends MapSchema<infer N, infer T>
            ? MapReads<StateOf<T>, Id<N>>
            : never;

/** A vector of scalars as effects see it. */
export interface ScalarVectorDraft<E, K> extends VectorReads<E, K> {
  set(key: K, value: E): void;
}
/** A vector of records or collections as effects see it; elements are changed in place. */
export interface StructureVectorDraft<E, K, I> extends VectorReads<E, K> {
  /** Copies a value into the element. */
  set(key: K, value: I): void;
}
/** A list as effects see it. */
export interface ListDraft<E, I> extends ListReads<E> {
  /** Appends a copy; throws when the list is full. */
  push(value: I): void;
  /** Replaces the element at a position by a copy. */
  set(index: number, value: I): void;
  /** Removes the element at a position; handles to it and to all behind it are dead afterwards. */
  removeAt(index: number): void;
  clear(): void;
}
/** A set as effects see it. */
export interface SetDraft<K> extends SetReads<K> {
  add(id: K): void;
  delete(id: K): void;
  clear(): void;
}
/** A map as effects see it. */
export interface MapDraft<E, K, I> extends MapReads<E, K> {
  /** Stores a copy under the key. */
  set(key: K, value: I): void;
  delete(key: K): void;
  clear(): void;
}
/** A field as effects see it. */
export type DraftField<S> = S extends ScalarSchema ? ScalarOf<S> : DraftOf<S>;

/** A state as effects see it: fields may be assigned (records by copy), collections changed by their methods. */
export type DraftOf<S> = S extends ScalarSchema
  ? ScalarOf<S>
  : S extends RecordSchema<infer F>
    ? { -readonly [P in keyof F]: DraftField<F[P]> }
    : S extends VectorSchema<infer K, infer T>
      ? T extends ScalarSchema
        ? ScalarVectorDraft<ScalarOf<T>, KeyOf<K>>
        : StructureVectorDraft<DraftOf<T>, KeyOf<K>, InputOf<T>> & Indexed<KeyOf<K>, DraftOf<T>>
      : S extends ListSchema<infer T>
        ? ListDraft<DraftOf<T>, InputOf<T>>
        : S extends SetSchema<infer N>
          ? SetDraft<Id<N>>
          : S extends MapSchema<infer N, infer T>
            ? MapDraft<DraftOf<T>, Id<N>, InputOf<T>>
            : never;

/** The fields of a plain record. */
export type InputFields<F extends Fields> = { readonly [P in keyof F]: InputOf<F[P]> };

/** Plain data (or a handle of the same shape) that may be copied into a state. */
export type InputOf<S> = S extends ScalarSchema
  ? ScalarOf<S>
  : S extends RecordSchema<infer F>
    ? InputFields<F>
    : S extends VectorSchema<infer _K, infer T>
      ? readonly InputOf<T>[] | StateOf<S>
      : S extends ListSchema<infer T>
        ? readonly InputOf<T>[] | StateOf<S>
        : S extends SetSchema<infer N>
          ? readonly Id<N>[] | StateOf<S>
          : S extends MapSchema<infer N, infer T>
            ? readonly (readonly [Id<N>, InputOf<T>])[] | StateOf<S>
            : never;

/** Any schema, for constraints. */
export type AnySchema = Schema;

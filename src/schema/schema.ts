/**
 * Finite state shapes as data. A schema says which values a piece of state may take; from it come the static
 * TypeScript types ({@link import("./types.js")}), the packed layout, equality, printing and diffs.
 *
 * Schemas are declared at module level, before any scope is known: every size may be a number, the name of a scope
 * key, or a function of the scope. {@link import("./shape.js").resolve} makes them concrete.
 */

/** What a scope key may hold. */
export type ScopeValue = number | boolean | string;
/** Values of all scope keys of one run, by name. */
export type Scope = Readonly<Record<string, ScopeValue>>;
/** A number, the name of a numeric scope key, or a function of the scope. */
export type Size = number | string | ((scope: Scope) => number);

/** See {@link boolean}. */
export interface BooleanSchema {
  readonly kind: "boolean";
  readonly ghost?: true;
}
/** See {@link range}. */
export interface RangeSchema {
  readonly kind: "range";
  readonly from: Size;
  readonly to: Size;
  readonly ghost?: true;
}
/** See {@link oneOf}. */
export interface EnumSchema<V extends string = string> {
  readonly kind: "enum";
  readonly values: readonly V[];
  readonly ghost?: true;
}
/** See {@link id}. */
export interface IdSchema<N extends string = string> {
  readonly kind: "id";
  readonly name: N;
  readonly size: Size;
  readonly ghost?: true;
}
/** See {@link option}. */
export interface OptionSchema<S extends PlainScalarSchema = PlainScalarSchema> {
  readonly kind: "option";
  readonly of: S;
  readonly ghost?: true;
}
/** Scalars other than options. */
export type PlainScalarSchema = BooleanSchema | RangeSchema | EnumSchema | IdSchema;
/** Single values. */
export type ScalarSchema = PlainScalarSchema | OptionSchema;

/** The fields of a record. */
export type Fields = { readonly [name: string]: Schema };
/** See {@link record}. */
export interface RecordSchema<F extends Fields = Fields> {
  readonly kind: "record";
  readonly fields: F;
  readonly ghost?: true;
}
/** See {@link vector}. */
export interface VectorSchema<K extends IdSchema | null = IdSchema | null, S extends Schema = Schema> {
  readonly kind: "vector";
  readonly key: K;
  readonly size: Size;
  readonly of: S;
  readonly ghost?: true;
}
/** See {@link list}. */
export interface ListSchema<S extends Schema = Schema> {
  readonly kind: "list";
  readonly capacity: Size;
  readonly of: S;
  readonly ghost?: true;
}
/** See {@link setOf}. */
export interface SetSchema<N extends string = string> {
  readonly kind: "set";
  readonly of: IdSchema<N>;
  readonly ghost?: true;
}
/** See {@link mapOf}. */
export interface MapSchema<N extends string = string, S extends Schema = Schema> {
  readonly kind: "map";
  readonly key: IdSchema<N>;
  readonly of: S;
  readonly ghost?: true;
}
/** Any finite state shape. */
export type Schema = ScalarSchema | RecordSchema | VectorSchema | ListSchema | SetSchema | MapSchema;

/** True or false; starts as false. */
export const boolean = (): BooleanSchema => ({ kind: "boolean" });

/** Whole numbers `from … to`, both included; starts as `from`. */
export const range = (from: Size, to: Size): RangeSchema => ({ kind: "range", from, to });

/** One of the given strings; starts as the first. */
export const oneOf = <const V extends readonly [string, ...string[]]>(...values: V): EnumSchema<V[number]> => ({
  kind: "enum",
  values,
});

/**
 * An id `0 … size-1` of the kind `name`. Ids are opaque: compare them for equality, use them as keys of vectors, sets and
 * maps of their kind, and find free ones with `firstKey` (free ones must be alike: no other part of the state names them);
 * never use them in order or arithmetic. A scenario may then declare them interchangeable ({@link
 * import("./symmetry/kind.js").interchangeable}).
 */
export const id = <const N extends string>(name: N, size: Size): IdSchema<N> => ({ kind: "id", name, size });

/** A scalar or `null`; starts as `null`. For an optional record use a list of capacity 1 or a map. */
export const option = <S extends PlainScalarSchema>(of: S): OptionSchema<S> => ({ kind: "option", of });

/** Named fields. Assigning a record copies it. */
export const record = <F extends Fields>(fields: F): RecordSchema<F> => ({ kind: "record", fields });

/** A fixed number of elements, keyed by an id kind or by `0 … size-1`. */
export function vector<N extends string, S extends Schema>(key: IdSchema<N>, of: S): VectorSchema<IdSchema<N>, S>;
export function vector<S extends Schema>(size: Size, of: S): VectorSchema<null, S>;
export function vector(key: IdSchema | Size, of: Schema): VectorSchema {
  return typeof key === "object"
    ? { kind: "vector", key, size: key.size, of }
    : { kind: "vector", key: null, size: key, of };
}

/** An ordered list of at most `capacity` elements; starts empty. Pushing past the capacity is a model error. */
export const list = <S extends Schema>(capacity: Size, of: S): ListSchema<S> => ({ kind: "list", capacity, of });

/** A set of ids (at most 31 of the kind), iterated in ascending order; starts empty. */
export const setOf = <N extends string>(of: IdSchema<N>): SetSchema<N> => ({ kind: "set", of });

/** A partial map from ids (at most 31 of the kind), iterated in ascending order; starts empty. */
export const mapOf = <N extends string, S extends Schema>(key: IdSchema<N>, of: S): MapSchema<N, S> => ({
  kind: "map",
  key,
  of,
});

/**
 * Marks history that only properties may read. The reference interpreter throws when a guard or an effect reads it;
 * effects may write it.
 */
export const ghost = <S extends Schema>(schema: S): S => ({ ...schema, ghost: true });

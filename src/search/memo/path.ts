/** The way that one evaluation of model code took: what it looked at, and which of it went into the value of a definition. */

/** A definition that was evaluated: what comes after it depends on its value, and not on what was looked at in it. */
export interface Join {
  /** Where its looks begin and end in the path. */
  readonly from: number;
  readonly to: number;
  /** How many definitions that had begun before it were still without a look. */
  readonly depth: number;
  readonly value: unknown;
}

/** A way down a tree. */
export interface Path {
  /** Pairs of a look (see `lookAt`) and the value that was seen. */
  readonly looks: readonly number[];
  /** In the order of their ends; of those that end together the innermost first. */
  readonly joins: readonly Join[];
}

/**
 * Walks down a tree for many states, several at a time. A walk alone is a chain of loads, each of which waits for the
 * last; lanes side by side wait together. A lane that has come to its leaf stays there without a jump that the processor
 * would have to foresee: it reads place 0, which is never a node, and throws away what it read.
 */

/** How many lanes: with more, those that are done are carried along for too long (decision 22). */
const LANES = 6;

/** Arrays that name states. */
type Numbers = Uint8Array | Int32Array;

/**
 * Finds the leaves of the states with the numbers `which[from]` to `which[to]` (exclusive) in the tree at `root`, or 0
 * where there is none: the first goes into `leaves[0]`. Up to {@link SPARE} places more are written to.
 */
export type Walks<W extends Numbers> = (
  nodes: Int32Array,
  root: number,
  states: Int32Array,
  which: W,
  from: number,
  to: number,
  leaves: Int32Array,
) => void;

/** What `leaves` must have room for besides. */
export const SPARE = LANES - 1;

/** Walks for states of so many words. Each caller has its own, compiled for the arrays that it uses. */
export function walksOf<W extends Numbers>(words: number): Walks<W> {
  const lanes = (body: (lane: number) => string, between = "\n"): string =>
    Array.from({ length: LANES }, (_, lane) => body(lane)).join(between);
  const source = `"use strict"; return (nodes, root, states, which, from, to, leaves) => {
    const top = nodes[root], last = to - 1;
    for (let c = from, n = 0; c < to; c += ${LANES}, n += ${LANES}) {
      ${lanes((l) => `const b${l} = which[c + ${l} < last ? c + ${l} : last] * ${words};`)}
      ${lanes((l) => `let a${l} = top;`)}
      while ((${lanes((l) => `(0 - a${l})`, " | ")}) < 0) {
        ${lanes(
          (l) => `
        const m${l} = (0 - a${l}) >> 31, p${l} = a${l} & m${l}, k${l} = nodes[p${l}];
        a${l} ^= (a${l} ^ nodes[p${l} + 1 + ((states[b${l} + (k${l} >>> 11)] >>> (k${l} >>> 6)) & (k${l} & 63))]) & m${l};`,
        )}
      }
      ${lanes((l) => `leaves[n + ${l}] = a${l};`)}
    }
  };`;
  return new Function(source)() as Walks<W>;
}

/**
 * Steps that are known, taken: a walk down the tree of an instance, and what its leaf says. Generated for the number of
 * words, in two forms: *one* state at a time in the buffers of the packed machine, each successor told as an event; and a
 * *block* of states, whose successors go into a batch. A block is gone through instance by instance, so that a tree
 * that was loaded into the processor's caches serves all its states.
 */
import type { Counters } from "../expansion.js";
import { BLOCK } from "../store.js";
import { SPARE, walksOf } from "./lanes.js";
import { DISABLED } from "./learner.js";
import { COPIES, JUDGEMENTS, type Leaves, MOST } from "./leaves.js";
import { type Trie, walkSource } from "./trie.js";

/** A step whose judgement failed is not taken. */
export const FAILED = 1;

/** What both forms refer to. */
interface Known {
  readonly trie: Trie;
  readonly leaves: Leaves;
  /** The place of the first instance's tree. */
  readonly roots: number;
  /** Steps between two that are checked. */
  readonly betweenChecks: number;
  readonly sometimes: Uint8Array;
  readonly counters: Counters;
  /** What happens besides; `s` is the number of the state, 0 in the first form. */
  readonly on: {
    /** An instance whose tree does not know the state: its leaf, or 0 when the step was taken (or refused) otherwise. */
    unknown(instance: number, s: number): number;
    /** The outcome of a judgement that is not known, 0 when it was made, or {@link FAILED}. */
    judgement(property: number, instance: number, s: number, leaf: number, slot: number): number;
    /** A known step to be checked; false when it is not to be taken. */
    check(instance: number, s: number, leaf: number): boolean;
    /** A property that is not decided breaks (or is reached) on a step. */
    bad(property: number, instance: number, s: number): void;
  };
}

/** One state: `before` and `after` are the packed machine's. */
export interface OneForm extends Known {
  readonly before: Int32Array;
  readonly after: Int32Array;
  successor(instance: number): void;
  still(instance: number): void;
}

/** A block of states, and the batch of successors. */
export interface BlockForm extends Known {
  readonly states: Int32Array;
  /** By state, its key, and how many steps leave it. */
  readonly keys: Int32Array;
  readonly steps: Int32Array;
  readonly batch: Batch;
}

/** Successors that stand one behind the other, with the keys of the states that they were reached from. */
export interface Batch {
  readonly words: Int32Array;
  readonly keys: Int32Array;
  count: number;
}

/** Takes the steps of an instance from the states `members[first]` to `members[last]` (exclusive). */
export type Take = (instance: number, action: number, members: Uint8Array, first: number, last: number) => void;

/** For states one at a time. */
export const takingOne = (words: number, form: OneForm): Take =>
  make(
    form,
    { before: form.before, out: form.after, successor: form.successor, still: form.still },
    takeSource(words, {
      base: "0",
      target: "0",
      begin: "",
      find: `let at = root; ${walkSource("before", "b")}`,
      leave: "",
      back: "",
      taken: "",
      kept: "successor(i); nodes = trie.nodes; leaves = book.data;",
      still: "still(i);",
      end: "",
    }),
  );

/** For blocks of states. */
export const takingBlocks = (words: number, form: BlockForm): Take =>
  make(
    form,
    {
      ...{ before: form.states, out: form.batch.words, keys: form.keys, steps: form.steps, batch: form.batch },
      ...{ leavesOf: walksOf<Uint8Array>(words), found: new Int32Array(BLOCK + SPARE) },
    },
    takeSource(words, {
      base: `s * ${words}`,
      target: `n * ${words}`,
      begin: `leavesOf(nodes, root, before, members, first, last, found);
        let n = batch.count; const kept = batch.keys;`,
      // What was learnt since is not in it.
      find: `let at = found[c - first]; if (at === 0) { at = root; ${walkSource("before", "b")} }`,
      leave: "batch.count = n;",
      back: "n = batch.count;",
      taken: "steps[s]++;",
      kept: "kept[n++] = keys[s];",
      still: "",
      end: "batch.count = n;",
    }),
  );

function make(known: Known, more: Record<string, unknown>, source: string): Take {
  const scope = {
    trie: known.trie,
    book: known.leaves,
    roots: known.roots,
    betweenChecks: known.betweenChecks,
    sometimes: known.sometimes,
    fired: known.counters.fired,
    exercised: known.counters.exercised,
    decided: known.counters.decided,
    on: known.on,
    DISABLED,
    FAILED,
    ...more,
  };
  return new Function(...Object.keys(scope), source)(...Object.values(scope)) as Take;
}

/** Where the two forms differ, as source text. */
interface Form {
  readonly base: string;
  readonly target: string;
  readonly begin: string;
  /** Leaves the leaf of a state in `at`. */
  readonly find: string;
  /** Before other code may add to the batch, and after. */
  readonly leave: string;
  readonly back: string;
  readonly taken: string;
  readonly kept: string;
  readonly still: string;
  readonly end: string;
}

/** Longer states are copied and compared in loops. */
const STRAIGHT = 16;

function takeSource(words: number, form: Form): string {
  const all = (body: (w: number) => string, between: string): string =>
    Array.from({ length: words }, (_, w) => body(w)).join(between);
  const copy =
    words > STRAIGHT
      ? `for (let w = 0; w < ${words}; w++) out[o + w] = before[b + w];`
      : all((w) => `out[o + ${w}] = before[b + ${w}];`, " ");
  const differs =
    words > STRAIGHT
      ? `differs(out, o, before, b)`
      : `(${all((w) => `(out[o + ${w}] ^ before[b + ${w}])`, " | ")}) !== 0`;
  return `"use strict";
  let untilCheck = betweenChecks;
  const differs = (one, o, other, b) => {
    for (let w = 0; w < ${words}; w++) if (one[o + w] !== other[b + w]) return true;
    return false;
  };
  return (i, action, members, first, last) => {
    let nodes = trie.nodes, leaves = book.data;
    const root = roots + i;
    ${form.begin}
    states: for (let c = first; c < last; c++) {
      const s = members[c], b = ${form.base};
      ${form.find}
      if (at === DISABLED) continue;
      if (at === 0) {
        ${form.leave}
        at = on.unknown(i, s);
        ${form.back}
        nodes = trie.nodes;
        leaves = book.data;
        if (at === 0 || at === DISABLED) continue;
      }
      const leaf = DISABLED - at, o = ${form.target};
      const header = leaves[leaf];
      let place = leaf + 1;
      ${copy}
      for (let sets = header & ${MOST}; sets > 0; sets--, place += 3) {
        const w = o + leaves[place];
        out[w] = (out[w] & leaves[place + 1]) | leaves[place + 2];
      }
      for (let copies = (header >>> ${COPIES}) & ${MOST}; copies > 0; copies--, place += 5) {
        const w = o + leaves[place + 3];
        out[w] = out[w] | (((before[b + leaves[place]] >>> leaves[place + 1]) & leaves[place + 2]) << leaves[place + 4]);
      }
      if (--untilCheck === 0) {
        untilCheck = betweenChecks;
        ${form.leave}
        if (!on.check(i, s, leaf)) continue;
      }
      fired[action]++;
      for (let judgements = header >>> ${JUDGEMENTS}; judgements > 0; judgements--, place += 2) {
        const j = leaves[place];
        let at = leaves[place + 1];
        if (at > 0) {
          ${walkSource("before", "b")}
          if (at === 0) {
            ${form.leave}
            at = on.judgement(j, i, s, leaf, leaves[place + 1]);
            if (at === FAILED) continue states;
            nodes = trie.nodes;
          }
        }
        // An outcome of nothing, and judgements that were made directly.
        if (at >= -1 || (sometimes[j] === 1 && decided[j] === 1)) continue;
        if ((~at & 1) !== 0) exercised[j]++;
        if ((~at & 2) !== 0 && decided[j] === 0) {
          ${form.leave}
          on.bad(j, i, s);
        }
      }
      ${form.taken}
      if (${differs}) { ${form.kept} } else { ${form.still} }
    }
    ${form.end}
  };`;
}

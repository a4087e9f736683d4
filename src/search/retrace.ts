/**
 * The way to a state that was found by a search which keeps no states behind its frontier: searched for again. Each state
 * of such a search carries the number of its ancestor halfway, so that one search finds a state in the middle of the way,
 * and shorter searches between the three the rest. One thread, so that numbers and ways are always the same.
 */
import type { Machine } from "../machine/machine.js";
import { type Control, controlFor, NEXT_SLICE, STOP } from "./control.js";
import type { Fingerprints } from "./fingerprint.js";
import { fingerprintTable } from "./lossy-store.js";
import type { Reduction } from "./reduction.js";
import { Room } from "./room.js";
import { Searcher } from "./searcher.js";
import { BLOCK } from "./store.js";

/** Milliseconds between two looks at what else there is to do. */
const SLICE = 50;

/** What a search for a way needs. */
export interface Retracing {
  readonly machine: Machine;
  readonly reduction: Reduction | null;
  readonly fingerprints: Fingerprints;
}

/**
 * The stored states on a way of at most `steps` steps from one to the other, both included.
 * @throws Error when there is none: model code is not a pure function, or the way was lost to an omission
 */
export async function wayBetween(
  search: Retracing,
  from: Int32Array,
  to: Int32Array,
  steps: number,
): Promise<Int32Array[]> {
  if (isSame(from, to)) return [from];
  if (steps === 1) return [from, to];
  const halfway = steps >>> 1;
  const found = await middleOf(search, from, to, steps, halfway);
  if (found === null) throw new Error("the way to a state that was found was not found again");
  // A search that begins in the middle may come upon shorter ways.
  if (found.middle === null) return await wayBetween(search, from, to, found.steps);
  const first = await wayBetween(search, from, found.middle, halfway);
  const second = await wayBetween(search, found.middle, to, found.steps - halfway);
  return [...first, ...second.slice(1)];
}

/** How far a state is, and the state halfway on some way there; `null` when it is nearer than that. */
interface Middle {
  readonly steps: number;
  readonly middle: Int32Array | null;
}

async function middleOf(
  { machine, reduction, fingerprints }: Retracing,
  from: Int32Array,
  to: Int32Array,
  most: number,
  halfway: number,
): Promise<Middle | null> {
  const control = controlFor(1);
  let found = false;
  /** The number of its ancestor halfway. */
  let ancestor = 0;
  const searcher = new Searcher(
    { ...machine, properties: [] },
    control,
    0,
    reduction && { ...reduction, equivariance: null },
    fingerprints,
    {
      onNew: ({ words, keys }, number) => {
        if (!to.every((word, w) => word === words[number * to.length + w])) return;
        found = true;
        ancestor = keys[number] as number;
      },
    },
  );
  const { words } = searcher.packed;
  const room = new Room(words, control, 1, fingerprintTable(fingerprints));
  room.supply(searcher.store, 0);
  const plan = (firstBlock: number, endBlock: number) =>
    ({ firstBlock, endBlock, file: null, states: 0, decided: new Uint8Array(0) }) as const;
  searcher.begin(plan(0, 0));
  searcher.addFirst(from);
  /** The states halfway, and the number of the first of them. */
  let middle = new Int32Array(0);
  let firstOfMiddle = 0;
  let firstBlock = 0;
  for (let level = 0; level < most; level++) {
    const endBlock = room.blocks;
    if (endBlock === firstBlock) return null;
    if (level === halfway) {
      middle = statesOf(searcher, firstBlock, endBlock);
      firstOfMiddle = firstBlock * BLOCK;
    }
    searcher.keying = level < halfway ? "hash" : level === halfway ? "number" : "inherited";
    searcher.begin(plan(firstBlock, endBlock));
    Atomics.store(control.cells, NEXT_SLICE, 0);
    await expandLevel(searcher, room, control);
    if (found) {
      const at = (ancestor - firstOfMiddle) * words;
      return { steps: level + 1, middle: level < halfway ? null : middle.slice(at, at + words) };
    }
    room.release(firstBlock);
    firstBlock = endBlock;
  }
  return null;
}

/** Expands a level to its end, with pauses for more memory and for the rest of the process. */
async function expandLevel(searcher: Searcher, room: Room, { cells }: Control): Promise<void> {
  for (;;) {
    Atomics.store(cells, STOP, 0);
    const pause = searcher.work(performance.now() + SLICE);
    if (pause === "done") return;
    if (pause === "slice") await new Promise((resolve) => setImmediate(resolve));
    else {
      const from = room.slabs.length;
      await room.enlarge(Number.POSITIVE_INFINITY, async (table, blocks) => {
        searcher.store.settle(table, searcher.store.rehash(table, blocks, 0, 1));
        return true;
      });
      room.supply(searcher.store, from);
    }
  }
}

/** Copies of the states of a level, which one thread has numbered without gaps. */
function statesOf(
  { store, packed: { words } }: Searcher,
  firstBlock: number,
  endBlock: number,
): Int32Array<ArrayBuffer> {
  const last = endBlock - 1;
  const count = (last - firstBlock) * BLOCK + store.used(last);
  const states = new Int32Array(count * words);
  for (let n = 0; n < count; n++) store.load(firstBlock * BLOCK + n, states, n * words);
  return states;
}

const isSame = (one: Int32Array, other: Int32Array): boolean => one.every((word, w) => word === other[w]);

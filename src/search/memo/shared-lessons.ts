/**
 * What was learnt, where all threads of a search see it: what one has learnt none learns again. Places of an array change
 * once, from 0 to what they mean, and are linked to when what they lead to is complete; so readers need no lock, and read by
 * plain loads, for the reasons given in `exact-store.ts`. Who writes holds a lock; who does not get it soon goes without the
 * lesson, so that a thread that ends while it writes holds nobody up.
 */

/** Memory that can be posted to a thread. */
export interface LessonMemory {
  readonly nodes: SharedArrayBuffer;
  readonly leaves: SharedArrayBuffer;
  readonly cells: SharedArrayBuffer;
}

/** The cell that is 1 while somebody writes. */
export const LOCK = 0;
/** The cell that says how many places of the nodes are in use. */
export const NODES = 1;
/** The same, of the leaves. */
export const LEAVES = 2;
/** The cell that counts lessons; threads that count at once may count one together. */
export const LESSONS = 3;
/** How many cells there are. */
export const CELLS = 4;

/** How often a lock is asked for: some tens of microseconds, several times as long as a lesson takes to write down. */
const ATTEMPTS = 1000;

/** Somebody else writes. */
export class Busy extends Error {
  override readonly name = "Busy";
}

/** Memory for so many bytes of each kind, which the system gives when it is used; `null` when it has not as much. */
export function lessonMemory(bytes: number): LessonMemory | null {
  const shared = (size: number): SharedArrayBuffer => new SharedArrayBuffer(size);
  try {
    return { nodes: shared(bytes), leaves: shared(bytes), cells: shared(4 * CELLS) };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Runs what writes while no other thread does. @throws Busy when another one does all the time */
export function alone<T>(cells: Int32Array, body: () => T): T {
  for (let attempt = 0; Atomics.compareExchange(cells, LOCK, 0, 1) !== 0; attempt++)
    if (attempt === ATTEMPTS) throw new Busy();
  try {
    return body();
  } finally {
    Atomics.store(cells, LOCK, 0);
  }
}

/** What two threads learn together: here two learners over the same memory, and searches of several threads. */
import { expect, test } from "vitest";
import { machineOf } from "../../../src/index.js";
import { Learner } from "../../../src/search/memo/learner.js";
import { Pool, PoolFull } from "../../../src/search/memo/pool.js";
import { alone, Busy, CELLS, type LessonMemory, LOCK, lessonMemory } from "../../../src/search/memo/shared-lessons.js";
import { PackedMachine } from "../../../src/search/packed.js";
import { dieHard } from "../../models/die-hard.js";
import { leaseBreak } from "../../models/lease-break.js";

const machine = machineOf(leaseBreak, { scope: "quick" });
const initial = new PackedMachine(machine).initial();

/** Two learners; the first has learnt something before it shares. */
function two(): { one: Learner; other: Learner; memory: LessonMemory } {
  const one = new Learner(machine);
  one.step(0, initial);
  const memory = one.share() as LessonMemory;
  return { one, other: new Learner(machine, memory), memory };
}

const leafOf = (learner: Learner, instance: number): number => learner.trie.find(learner.steps + instance, initial);

test("what one has learnt, before or since, the other knows", () => {
  const { one, other } = two();
  expect(leafOf(one, 0)).not.toBe(0);
  expect(leafOf(other, 0)).toBe(leafOf(one, 0));
  for (let instance = 1; instance < machine.instances.length; instance++) {
    const [teacher, pupil] = instance % 2 === 0 ? [one, other] : [other, one];
    expect(leafOf(pupil, instance)).toBe(0);
    const leaf = teacher.step(instance, initial);
    expect(leaf).not.toBe(0);
    expect(leafOf(pupil, instance)).toBe(leaf);
  }
  expect(one.count).toBe(machine.instances.length);
  expect(other.count).toBe(one.count);
});

test("what both learn at once is learnt once, and is the same", () => {
  const { one, other } = two();
  for (let instance = 0; instance < machine.instances.length; instance++) {
    const leaf = one.step(instance, initial);
    // As if the other had begun before the one was done: it finds what it came to know written already.
    expect(other.step(instance, initial)).toBe(leaf);
  }
});

test("memory is counted once", () => {
  const { one, other } = two();
  const before = one.bytes;
  other.step(1, initial);
  expect(one.bytes).toBeGreaterThan(before);
  expect(other.bytes).toBe(0);
});

test("a lesson is done without while somebody else writes", () => {
  const { one, other, memory } = two();
  const cells = new Int32Array(memory.cells);
  cells[LOCK] = 1;
  expect(() => alone(cells, () => 1)).toThrow(Busy);
  expect(other.step(1, initial)).toBe(0);
  expect(leafOf(one, 1)).toBe(0);
  cells[LOCK] = 0;
  expect(other.step(1, initial)).not.toBe(0);
  expect(cells[LOCK]).toBe(0);
});

test("who fails while it writes leaves the lock open", () => {
  const cells = new Int32Array(CELLS);
  const fail = (): never => {
    throw new Error("in between");
  };
  expect(() => alone(cells, fail)).toThrow("in between");
  expect(alone(cells, () => cells[LOCK])).toBe(1);
  expect(cells[LOCK]).toBe(0);
});

test("a pool of one's own grows; one that is shared does not, and keeps what it has", () => {
  const pool = new Pool();
  const first = pool.allot(3);
  pool.data.set([7, 8, 9], first);
  const places = pool.allot(100_000);
  expect([...pool.data.subarray(first, first + 3)]).toEqual([7, 8, 9]);
  expect(pool.data.length).toBeGreaterThan(places);
  const cells = new Int32Array(CELLS);
  const memory = new SharedArrayBuffer(pool.bytes + 8);
  pool.moveTo(memory, cells, 1);
  expect([...pool.data.subarray(first, first + 3)]).toEqual([7, 8, 9]);
  expect(pool.allot(2)).toBe(places + 100_000);
  const { bytes } = pool;
  expect(() => pool.allot(1)).toThrow(PoolFull);
  expect(pool.bytes).toBe(bytes);
});

test("memory that there is not; sharing again is the same sharing", () => {
  expect(lessonMemory(2 ** 52)).toBeNull();
  const learner = new Learner(machineOf(dieHard, {}));
  expect(learner.share()).toBe(learner.share());
});

test("beyond a limit nothing more is learnt, and what is there is shared all the same", () => {
  const one = new Learner(machine, null, 1);
  expect(new Learner(machine).open).toBe(true);
  expect(one.open).toBe(false);
  const leaf = one.step(0, initial);
  const other = new Learner(machine, one.share());
  expect(leafOf(other, 0)).toBe(leaf);
  expect(other.open).toBe(false);
});

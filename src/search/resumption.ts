/** A search taken up from a checkpoint: what was found, what was counted, and the states, back where they were. */
import { join } from "node:path";
import { CheckpointFolder, type Segment, type Snapshot } from "./checkpoint.js";
import type { Engine } from "./engine.js";
import { identityOf } from "./machine-source.js";
import { RecordReader } from "./records.js";
import { NO_ROOM, SEEN } from "./store.js";

/** States that are read together. */
const TOGETHER = 1 << 10;

/** What was taken up. */
export interface Restored {
  readonly snapshot: Snapshot;
  /** The blocks of the level at hand that were expanded. */
  readonly expandedBlocks: number;
}

/** Puts a search where a checkpoint says it was. @throws UsageError for a checkpoint that is damaged, or another machine's */
export async function restored(engine: Engine, path: string): Promise<Restored> {
  const { machine, reduction, levels, ledger, searcher, checkpointer, space } = engine;
  const snapshot = new CheckpointFolder(path).read(identityOf(machine, reduction !== null), machine.scenario.name);
  const expandedBlocks = await putBack(engine, path, snapshot);
  levels.files.length = 0;
  levels.files.push(...snapshot.onDisk.map((segment) => (segment === null ? null : join(path, segment.name))));
  Object.assign(ledger.outcomes, snapshot.outcomes);
  ledger.deadlock = snapshot.deadlock;
  ledger.failure = snapshot.failure;
  searcher.restore(snapshot, snapshot.numbers);
  checkpointer?.continue(snapshot);
  if (snapshot.onDisk.some((segment) => segment !== null)) space.spill();
  return { snapshot, expandedBlocks };
}

/** Puts the states of a snapshot back into memory. @returns the blocks of the level at hand that were expanded */
async function putBack(engine: Engine, folder: string, snapshot: Snapshot): Promise<number> {
  const { room, levels, space } = engine;
  const { store } = engine.searcher;
  const { words, counts, depth, expanded } = snapshot;
  const batch = new Int32Array(TOGETHER * words);
  const files = [...snapshot.states, ...(snapshot.open === null ? [] : [snapshot.open])];
  let index = 0;
  let reader: RecordReader | null = null;
  const take = async (count: number): Promise<void> => {
    store.beginLevel(Number.MAX_SAFE_INTEGER); // a block of its own, and keys stay as they are
    for (let left = count; left > 0; ) {
      while (reader === null || !reader.some) {
        reader?.close();
        reader = new RecordReader(`${folder}/${(files[index++] as Segment).name}`, words);
      }
      const keys: number[] = [];
      for (; left > 0 && keys.length < TOGETHER && reader.some; reader.next(), left--) {
        batch.set(reader.buffer.subarray(reader.at, reader.at + words), keys.length * words);
        keys.push(reader.key);
      }
      store.prepare(batch, 0, keys.length);
      for (const [n, key] of keys.entries()) {
        let number = store.add(batch, n, key);
        while (number === NO_ROOM) {
          await space.grow(Number.POSITIVE_INFINITY);
          number = store.add(batch, n, key);
        }
        if (number === SEEN) throw new Error("a checkpoint holds a state twice");
      }
    }
  };
  let expandedBlocks = 0;
  for (let level = 0; level <= depth; level++) {
    if (level === depth) {
      await take(expanded);
      expandedBlocks = room.blocks - (levels.blocks[level] as number);
    }
    await take((counts[level] as number) - (level === depth ? expanded : 0));
    levels.blocks.push(room.blocks);
  }
  await take(counts[depth + 1] ?? 0);
  (reader as RecordReader | null)?.close();
  return expandedBlocks;
}

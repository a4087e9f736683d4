/** When a search writes checkpoints, and how its states get into files. */
import { messageOf } from "../machine/answers.js";
import { UsageError } from "../machine/errors.js";
import type { Machine } from "../machine/machine.js";
import { CheckpointFolder, type Segment, type Snapshot } from "./checkpoint.js";
import type { Levels } from "./levels.js";
import { identityOf } from "./machine-source.js";
import { BLOCK, type ExactStore } from "./store.js";

const SECONDS_BETWEEN = 60;
/** A checkpoint may take this part of the time. */
const TIMES_ITS_COST = 20;
/** States that are written together. */
const TOGETHER = 1 << 10;

/** What only the search knows of a snapshot. */
export type SearchPart = Omit<Snapshot, "identity" | "scenario" | "words" | "counts" | "states" | "open" | "onDisk">;

/** Writes the checkpoints of one search. */
export class Checkpointer {
  private readonly folder: CheckpointFolder;
  private states: readonly Segment[] = [];
  private counts: number[] = [];
  private onDisk: (Segment | null)[] = [];
  private serial = 0;
  private next: number;
  private readonly between: number;
  private broken = false;

  /** @throws UsageError `unwritable`, `checkpoint-exists` */
  constructor(
    path: string,
    private readonly machine: Machine,
    private readonly reduced: boolean,
    private readonly store: ExactStore,
    private readonly levels: Levels,
    seconds: number | undefined,
    resumed: boolean,
    private readonly onNotice: (notice: string) => void,
  ) {
    this.folder = new CheckpointFolder(path);
    if (!resumed && this.folder.some)
      throw new UsageError(
        "checkpoint-exists",
        `there is a checkpoint in ${path} already: take it up with --resume, or name another folder`,
      );
    this.between = (seconds ?? SECONDS_BETWEEN) * 1000;
    this.next = performance.now() + this.between;
  }

  /** Whether it is time for another checkpoint. */
  get due(): boolean {
    return performance.now() >= this.next;
  }

  /** Goes on from a checkpoint in the same folder. */
  continue(snapshot: Snapshot): void {
    this.states = snapshot.states;
    this.counts = snapshot.counts.slice(0, snapshot.depth + 1);
    this.onDisk = [...snapshot.onDisk];
    const names = [...snapshot.states, ...(snapshot.open === null ? [] : [snapshot.open])].map(({ name }) => name);
    this.serial = Math.max(0, ...names.map((name) => Number(/\d+/.exec(name)?.[0] ?? 0) + 1));
  }

  /** Writes a checkpoint while no thread works; says so in one line when that fails, and leaves the last one in place. */
  save(part: SearchPart, endBlock: number): void {
    const began = performance.now();
    try {
      this.write(part, endBlock);
      this.broken = false;
    } catch (error) {
      if (!this.broken) this.onNotice(`no checkpoint could be written, the last one stays: ${messageOf(error)}`);
      this.broken = true;
    }
    const now = performance.now();
    this.next = now + Math.max(this.between, (now - began) * TIMES_ITS_COST);
  }

  private write(part: SearchPart, endBlock: number): void {
    const { blocks, files } = this.levels;
    const { depth } = part;
    const serial = this.serial++;
    const counts = [...this.counts];
    for (let level = counts.length; level <= depth; level++)
      counts.push(this.levels.sizeOf(blocks[level] as number, blocks[level + 1] as number));
    const from = blocks[this.counts.length] as number;
    const to = blocks[depth + 1] as number;
    const states = from === to ? this.states : [...this.states, this.segment(`states-${serial}.bin`, from, to)];
    const open = endBlock === to ? null : this.segment(`open-${serial}.bin`, to, endBlock);
    const onDisk = files
      .slice(0, depth + 1)
      .map((path, level) => this.onDisk[level] ?? (path === null ? null : this.folder.measure(`level-${level}.bin`)));
    const { scenario } = this.machine;
    this.folder.commit({
      identity: identityOf(this.machine, this.reduced),
      scenario: scenario.name,
      words: this.machine.layout.words,
      counts: [...counts, this.levels.sizeOf(to, endBlock)],
      states,
      open,
      onDisk,
      ...part,
    });
    this.states = states;
    this.counts = counts;
    this.onDisk = onDisk;
  }

  private segment(name: string, from: number, to: number): Segment {
    const block = BLOCK * (this.machine.layout.words + 1);
    const piece = new Int32Array((TOGETHER / BLOCK) * block);
    return this.folder.writeSegment(name, (write) => {
      let filled = 0;
      for (let at = from; at < to; at++) {
        filled += this.store.copyBlock(at, piece, filled);
        if (filled + block <= piece.length && at + 1 < to) continue;
        write(new Uint8Array(piece.buffer, 0, filled * 4));
        filled = 0;
      }
    });
  }
}

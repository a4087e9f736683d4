/** One search as the main thread sees it: levels, limits, memory, and what is known at the end. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../machine/answers.js";
import type { Machine } from "../machine/machine.js";
import type { Limit } from "../machine/verdict.js";
import { ModelError } from "../schema/errors.js";
import { behavioursOf } from "./behaviours.js";
import { CheckpointFolder } from "./checkpoint.js";
import { Checkpointer, putBack } from "./checkpointer.js";
import { type Control, controlFor, EXPANDED, NEXT_SLICE, STATES, STOP, TRANSITIONS, totalOf } from "./control.js";
import { NEW_STATE, ON_FRONTIER } from "./finding.js";
import { Ledger } from "./ledger.js";
import { Levels } from "./levels.js";
import { identityOf } from "./machine-source.js";
import { mergeRuns } from "./merge.js";
import type { ExploreOptions } from "./options.js";
import { type Reduction, reductionOf } from "./reduction.js";
import type { ExplorationResult } from "./result.js";
import { Room } from "./room.js";
import { type Counts, type LevelPlan, type Pause, Searcher } from "./searcher.js";
import { storeBytes } from "./store.js";
import { Team } from "./team.js";

/** Searches that take less are not worth a second thread. */
const MILLISECONDS_ALONE = 150;
/** The part of memory that collects successors for the disk, and what that is when there is no limit. */
const COLLECTING_PART = 1 / 4;
const COLLECTING_BYTES = 2 ** 27;
/** After these a search can be taken up again. */
const RESUMABLE: readonly Limit[] = ["interrupted", "time", "states", "depth"];

/** One exploration. */
export class Exploration {
  private readonly started: number;
  private readonly control: Control;
  private readonly searcher: Searcher;
  private readonly reduction: Reduction | null;
  private readonly room: Room;
  private readonly levels: Levels;
  private readonly ledger: Ledger;
  private readonly team: Team;
  private readonly checkpoint: string | null;
  private readonly checkpointer: Checkpointer | null;
  private limit: Limit = null;
  /** The level whose states are being expanded. */
  private depth = 0;
  /** How many states it has. */
  private states = 0;
  private ended = false;
  private exhausted = false;
  /** Whether threads were told to pause for a checkpoint. */
  private saving = false;
  /** Whether successors go to disk. */
  private spilling = false;
  /** What the search had taken when it was interrupted. */
  private secondsBefore = 0;

  constructor(
    private readonly machine: Machine,
    private readonly options: ExploreOptions,
  ) {
    const threads = options.source === undefined ? 1 : Math.max(1, options.workers ?? 1);
    this.started = performance.now();
    this.control = controlFor(threads);
    this.ledger = new Ledger(machine);
    this.reduction = options.symmetry === false ? null : this.reduced();
    this.searcher = new Searcher(machine, this.control, 0, this.reduction);
    this.room = new Room(this.searcher.packed.words, this.control, threads);
    this.room.supply(this.searcher.store, 0);
    this.levels = new Levels(this.searcher);
    this.team = new Team(machine, options, threads, this.control, this.searcher, this.room, this.reduction !== null, {
      look: () => this.look(),
      onDeath: (why) => this.stop("worker", why),
    });
    const { checkpointSeconds, onNotice, signal } = options;
    this.checkpoint = options.resume ?? options.checkpoint ?? null;
    this.checkpointer =
      this.checkpoint === null
        ? null
        : new Checkpointer(
            this.checkpoint,
            machine,
            this.reduction !== null,
            this.searcher.store,
            this.levels,
            checkpointSeconds,
            options.resume !== undefined,
            (notice) => onNotice?.(notice),
          );
    signal?.addEventListener("abort", this.onAbort);
    if (options.source === undefined && (options.workers ?? 1) > 1)
      onNotice?.("one worker: nobody said how another one comes by this machine");
  }

  /** Searches until there is nothing left to do, or a reason to end. @throws UsageError for a checkpoint that is no good */
  async run(): Promise<void> {
    if (this.options.eager === true) await this.team.recruit();
    if (this.options.resume === undefined) this.begin();
    else await this.takeUp(this.options.resume);
    while (!this.ended) {
      await this.level();
      if (!this.ended) this.turn();
      if (!this.ended) await this.team.breathe();
    }
    if (RESUMABLE.includes(this.limit)) this.save();
    if (this.limit !== null) this.ledger.note(this.team.findings(), this.depth);
  }

  /** The reduction; `null` also for a machine that does not allow what it declares, which is a model error. */
  private reduced(): Reduction | null {
    try {
      return reductionOf(this.machine);
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      const finding = { kind: ON_FRONTIER, words: new Int32Array(this.machine.layout.words), instance: -1 } as const;
      this.ledger.failure = { placed: { finding, level: 0 }, message: error.message };
      return null;
    }
  }

  private begin(): void {
    this.team.begin({ firstBlock: 0, endBlock: 0, file: null, states: 0, decided: this.ledger.decided() }, 0);
    try {
      this.searcher.addInitial();
    } catch (error) {
      const finding = { kind: NEW_STATE, words: new Int32Array(this.searcher.packed.words), instance: -1 } as const;
      this.ledger.failure ??= { placed: { finding, level: 0 }, message: messageOf(error) };
    }
    this.ledger.note(this.team.findings(), -1);
    this.levels.blocks.push(this.room.blocks);
    if (this.ledger.failure !== null) this.ended = true;
    if (this.options.maxDepth === 0) this.stop("depth");
    if (this.limit !== null) this.ended = true;
    this.states = 1;
    this.team.begin(this.plan, 1);
  }

  /** Takes a search up from a checkpoint. */
  private async takeUp(path: string): Promise<void> {
    const folder = new CheckpointFolder(path);
    const snapshot = folder.read(identityOf(this.machine, this.reduction !== null), this.machine.scenario.name);
    const { store } = this.searcher;
    const done = await putBack(path, snapshot, store, this.room, this.levels, () =>
      this.grow(Number.POSITIVE_INFINITY),
    );
    this.depth = snapshot.depth;
    this.levels.files.length = 0;
    this.levels.files.push(...snapshot.onDisk.map((segment) => (segment === null ? null : join(path, segment.name))));
    Object.assign(this.ledger.outcomes, snapshot.outcomes);
    this.ledger.deadlock = snapshot.deadlock;
    this.ledger.failure = snapshot.failure;
    this.searcher.restore(snapshot, snapshot.numbers);
    this.checkpointer?.continue(snapshot);
    if (snapshot.onDisk.some((segment) => segment !== null)) this.spill();
    this.states = this.levels.statesOf(this.depth);
    this.team.begin(this.plan, 1);
    this.team.recall(snapshot.findings);
    this.secondsBefore = snapshot.seconds;
    Atomics.store(this.control.cells, NEXT_SLICE, done);
    this.checkBounds();
  }

  private get plan(): LevelPlan {
    const { blocks, files } = this.levels;
    const firstBlock = blocks[this.depth] as number;
    const endBlock = blocks[this.depth + 1] as number;
    const decided = this.ledger.decided();
    return { firstBlock, endBlock, file: files[this.depth] ?? null, states: this.states, decided };
  }

  /** Expands one level, with pauses in which memory is enlarged or a checkpoint is written. */
  private async level(): Promise<void> {
    for (;;) {
      Atomics.store(this.control.cells, STOP, this.limit !== null || this.saving ? 1 : 0);
      const pauses = await this.team.work();
      if (this.team.diskTrouble !== null) this.stop("disk", this.team.diskTrouble);
      if (this.limit !== null && !this.worthFinishing(pauses)) break;
      if (pauses.every((pause) => pause === "done")) break;
      if (pauses.includes("room")) await this.enlarge();
      else if (this.limit !== null) break;
      else if (this.saving) this.save();
    }
    if (this.limit === null) await this.mergeLevel();
    if (this.limit !== null) this.ended = true;
    else this.ledger.note(this.team.findings(), this.depth);
  }

  /** Whether the threads should be brought to where a checkpoint can be written, although the search ends. */
  private worthFinishing(pauses: readonly Pause[]): boolean {
    return this.checkpointer !== null && RESUMABLE.includes(this.limit) && pauses.includes("room") && !this.spilling;
  }

  /** Finds out which of the collected successors are new. */
  private async mergeLevel(): Promise<void> {
    const { runs } = this.team;
    if (runs.length === 0) return;
    const path = join(this.folder, `level-${this.depth + 1}.bin`);
    const visited = this.levels.files.filter((file) => file !== null);
    try {
      const count = await mergeRuns(runs, visited, path, this.searcher.packed.words, {
        onNew: (words) => this.searcher.addFromDisk(words),
        breathe: async () => {
          await this.team.breathe();
          return this.limit === null;
        },
      });
      this.levels.files[this.depth + 1] = count === null || count === 0 ? null : path;
      if (this.levels.files[this.depth + 1] === null) rmSync(path, { force: true });
    } catch (error) {
      this.stop("disk", messageOf(error));
    }
  }

  private get folder(): string {
    return this.checkpoint ?? this.options.disk ?? ".";
  }

  /** Checks the limits that end a search at once, and says how far it is. */
  private look(): void {
    const { maxSeconds = Number.POSITIVE_INFINITY, maxBytes = Number.POSITIVE_INFINITY, signal } = this.options;
    const seconds = (performance.now() - this.started) / 1000;
    if (signal?.aborted) this.stop("interrupted");
    else if (seconds > maxSeconds) this.stop("time");
    else if (this.room.bytes > maxBytes && !this.canSpill) this.stop("memory");
    else if (this.checkpointer?.due && !this.spilling) {
      this.saving = true;
      Atomics.store(this.control.cells, STOP, 1);
    }
    if (seconds * 1000 > MILLISECONDS_ALONE) void this.team.recruit();
    if (this.options.onProgress === undefined) return;
    const states = totalOf(this.control, STATES);
    const { firstBlock, endBlock, file } = this.plan;
    const slice = Atomics.load(this.control.cells, NEXT_SLICE);
    this.options.onProgress({
      states,
      transitions: totalOf(this.control, TRANSITIONS),
      depth: this.depth,
      frontier: states - totalOf(this.control, EXPANDED),
      ofLevel: Math.min(1, slice / Math.max(1, endBlock - firstBlock + this.levels.blocksOf(file))),
      seconds,
      bytes: this.room.bytes,
      onDisk: this.spilling,
    });
  }

  private readonly onAbort = (): void => this.stop("interrupted");

  /** Ends the search as soon as every thread has finished the states that it has taken. */
  private stop(limit: Limit, why?: string): void {
    if (this.limit === null && why !== undefined) this.options.onNotice?.(why);
    this.limit ??= limit;
    Atomics.store(this.control.cells, STOP, 1);
  }

  private get canSpill(): boolean {
    return this.options.disk !== undefined || this.checkpoint !== null;
  }

  /** Makes room for more states, on disk when there is none in memory. */
  private async enlarge(): Promise<void> {
    const { maxBytes = Number.POSITIVE_INFINITY } = this.options;
    const most = this.canSpill ? maxBytes * (1 - COLLECTING_PART) : maxBytes;
    if (this.room.fits(most)) {
      try {
        return await this.grow(most);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
      }
    }
    if (this.canSpill) this.spill();
    else this.stop("memory");
  }

  private async grow(most: number): Promise<void> {
    const from = this.room.slabs.length;
    await this.room.enlarge(most, (table, blocks) => this.team.refill(table, blocks));
    this.room.supply(this.searcher.store, from);
  }

  private spill(): void {
    const { maxBytes } = this.options;
    const bytes = maxBytes === undefined ? COLLECTING_BYTES : maxBytes * COLLECTING_PART;
    this.spilling = true;
    this.saving = false;
    this.room.freeze();
    this.team.toDisk({ folder: this.folder, bytes: Math.floor(bytes / this.team.threads) });
  }

  /** Turns to the next level, unless there is nothing to search or a reason to end. */
  private turn(): void {
    const next = this.room.blocks;
    const onDisk = this.levels.files[this.depth + 1] ?? null;
    if (next === this.plan.endBlock && onDisk === null) {
      this.exhausted = true;
      this.ended = true;
      return;
    }
    this.depth++;
    this.levels.blocks.push(next);
    this.levels.files[this.depth] = onDisk;
    this.states = this.levels.statesOf(this.depth);
    if (this.ledger.failure !== null || this.ledger.allDecided) this.ended = true;
    else this.checkBounds();
    if (!this.ended) this.look();
    if (this.limit !== null) this.ended = true;
    Atomics.store(this.control.cells, NEXT_SLICE, 0);
    const { plan } = this;
    this.team.begin(plan, onDisk === null ? plan.endBlock - plan.firstBlock : Number.POSITIVE_INFINITY);
    if (this.limit === null && !this.ended && (this.saving || this.spilling)) this.save();
  }

  private checkBounds(): void {
    const { maxStates = Number.POSITIVE_INFINITY, maxDepth = Number.POSITIVE_INFINITY } = this.options;
    if (this.depth >= maxDepth) this.stop("depth");
    else if (totalOf(this.control, STATES) > maxStates) this.stop("states");
    if (this.limit !== null) this.ended = true;
  }

  /** Writes a checkpoint, if there are to be any; all threads must have paused, with nothing in their batches. */
  private save(): void {
    this.saving = false;
    const slice = Atomics.load(this.control.cells, NEXT_SLICE);
    // What was collected for the disk belongs to no checkpoint: the one written at the last turn stands.
    if (this.spilling && slice > 0) return;
    const { firstBlock, endBlock } = this.plan;
    const { outcomes, deadlock, failure } = this.ledger;
    const part = {
      ...{ depth: this.depth, outcomes, deadlock, failure },
      expanded: this.levels.sizeOf(firstBlock, Math.min(firstBlock + slice, endBlock)),
      numbers: {
        states: totalOf(this.control, STATES),
        transitions: totalOf(this.control, TRANSITIONS),
        expanded: totalOf(this.control, EXPANDED),
      },
      fired: this.summed(({ fired }) => fired, this.machine.actions.length),
      exercised: this.summed(({ exercised }) => exercised, this.machine.properties.length),
      examined: this.examined,
      findings: this.team.findings(),
      seconds: this.seconds,
    };
    this.checkpointer?.save(part, this.room.blocks);
  }

  /** A number that all threads count, by index. */
  private summed(of: (counts: Counts) => Float64Array, length: number): number[] {
    const counts = this.team.counts();
    return Array.from({ length }, (_, n) => counts.reduce((sum, one) => sum + (of(one)[n] as number), 0));
  }

  private get examined(): number {
    return this.team.counts().reduce((sum, { examined }) => sum + examined, 0);
  }

  private get seconds(): number {
    return this.secondsBefore + (performance.now() - this.started) / 1000;
  }

  /** What is known now. */
  result(): ExplorationResult {
    const { seconds, ledger, reduction } = this;
    const fired = this.summed((counts) => counts.fired, this.machine.actions.length);
    const exercised = this.summed((counts) => counts.exercised, this.machine.properties.length);
    const states = totalOf(this.control, STATES);
    const { violations, deadlock, modelError } = behavioursOf(ledger, this.searcher.packed, reduction, this.levels);
    return {
      machine: this.machine,
      states,
      transitions: fired.reduce((total, n) => total + n, 0),
      depth: this.depth,
      limit: this.limit,
      complete: this.limit === null && modelError === null && this.exhausted,
      seconds,
      bytes: storeBytes(states, this.searcher.packed.words),
      workers: this.team.threads,
      symmetry: reduction && { examined: this.examined },
      fired,
      outcomes: this.machine.properties.map((property, n) => {
        return { property, exercised: exercised[n] as number, steps: violations[n] ?? null };
      }),
      deadlock,
      modelError,
    };
  }

  /** Ends the helpers, and removes what was on disk only for the time of the search. */
  async close(): Promise<void> {
    this.ended = true;
    this.options.signal?.removeEventListener("abort", this.onAbort);
    await this.team.end();
    if (this.checkpointer === null) this.levels.remove();
  }
}

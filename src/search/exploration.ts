/** One search as the main thread sees it: levels, pauses, and what is known at the end. */
import { join } from "node:path";
import { messageOf } from "../machine/answers.js";
import type { Machine } from "../machine/machine.js";
import { ModelError } from "../schema/errors.js";
import { Ancestors } from "./ancestors.js";
import { behavioursOf } from "./behaviours.js";
import { Bounds } from "./bounds.js";
import { CheckpointFolder } from "./checkpoint.js";
import { Checkpointer, putBack } from "./checkpointer.js";
import { type Control, controlFor, NEXT_SLICE, STATES, STOP, totalOf } from "./control.js";
import { numberTable } from "./exact-store.js";
import { NEW_STATE, ON_FRONTIER } from "./finding.js";
import { type Fingerprints, fingerprintsOf, omissionBound } from "./fingerprint.js";
import type { LevelPlan } from "./frontier.js";
import { Ledger } from "./ledger.js";
import { Levels } from "./levels.js";
import { fingerprintTable } from "./lossy-store.js";
import { identityOf } from "./machine-source.js";
import type { ExploreOptions } from "./options.js";
import { pathTo } from "./reconstruct.js";
import { type Reduction, reductionOf } from "./reduction.js";
import type { ExplorationResult } from "./result.js";
import { wayBetween } from "./retrace.js";
import { Room } from "./room.js";
import { type Pause, Searcher } from "./searcher.js";
import { Space } from "./space.js";
import { storeBytes, type TableForm } from "./store.js";
import { numbersOf, sumOf } from "./tally.js";
import { Team } from "./team.js";

/**
 * Searches that take less are not worth a second thread: a helper loads the model and learns its steps for itself, about a
 * second of processor time. All searches of `compare` together took 141 s of it with helpers from 0.15 s on, 97 s without.
 */
const SECONDS_ALONE = 1.5;

/** One exploration. */
export class Exploration {
  private readonly control: Control;
  private readonly bounds: Bounds;
  private readonly searcher: Searcher;
  private readonly reduction: Reduction | null;
  private readonly room: Room;
  private readonly levels: Levels;
  private readonly space: Space;
  private readonly ledger: Ledger;
  private readonly team: Team;
  private readonly checkpointer: Checkpointer | null;
  /** What is kept of states; `null` when they are. */
  private readonly fingerprints: Fingerprints | null;
  private readonly table: TableForm;
  /** The most states that were kept in full at a time by a search that keeps no others. */
  private widest = 1;
  /** The level whose states are being expanded. */
  private depth = 0;
  /** How many states it has. */
  private states = 0;
  private ended = false;
  private exhausted = false;
  /** Whether threads were told to pause for a checkpoint. */
  private saving = false;
  /** What the search had taken when it was interrupted. */
  private secondsBefore = 0;

  constructor(
    private readonly machine: Machine,
    private readonly options: ExploreOptions,
  ) {
    const { source, workers = 1, onNotice } = options;
    const threads = source === undefined ? 1 : Math.max(1, workers);
    this.control = controlFor(threads);
    this.bounds = new Bounds(options, this.control);
    this.ledger = new Ledger(machine);
    this.reduction = options.symmetry === false ? null : this.reduced();
    this.fingerprints = fingerprintsOf(options);
    this.searcher = new Searcher(machine, this.control, 0, this.reduction, this.fingerprints);
    const { words } = this.searcher.packed;
    this.table = this.fingerprints === null ? numberTable : fingerprintTable(this.fingerprints);
    this.room = new Room(words, this.control, threads, this.table);
    this.room.supply(this.searcher.store, 0);
    this.levels = new Levels(this.searcher.store, words);
    const told = { symmetry: this.reduction !== null, fingerprints: this.fingerprints };
    this.team = new Team(machine, options, threads, this.control, this.searcher, this.room, told, {
      look: () => this.look(),
      onDeath: (why) => this.bounds.stop("worker", why),
    });
    this.space = new Space(options, this.room, this.levels, this.searcher, this.team, this.bounds);
    this.checkpointer = this.keeper();
    if (source === undefined && workers > 1)
      onNotice?.("one worker: nobody said how another one comes by this machine");
  }

  private keeper(): Checkpointer | null {
    const { resume, checkpoint, checkpointSeconds, onNotice } = this.options;
    const path = resume ?? checkpoint;
    const { exact } = this.searcher;
    if (path === undefined || exact === null) return null;
    const { machine, reduction, levels } = this;
    return new Checkpointer(
      path,
      machine,
      reduction !== null,
      exact,
      levels,
      checkpointSeconds,
      resume !== undefined,
      (notice) => onNotice?.(notice),
    );
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
    if (this.bounds.isResumable) this.save();
    if (this.bounds.limit !== null) this.ledger.note(this.team.findings(), this.depth);
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
      this.searcher.addFirst();
    } catch (error) {
      const finding = { kind: NEW_STATE, words: new Int32Array(this.searcher.packed.words), instance: -1 } as const;
      this.ledger.failure ??= { placed: { finding, level: 0 }, message: messageOf(error) };
    }
    this.ledger.note(this.team.findings(), -1);
    this.levels.blocks.push(this.room.blocks);
    if (this.ledger.failure !== null) this.ended = true;
    this.checkBounds(0);
    this.states = 1;
    this.team.begin(this.plan, 1);
  }

  /** Takes a search up from a checkpoint. */
  private async takeUp(path: string): Promise<void> {
    const folder = new CheckpointFolder(path);
    const snapshot = folder.read(identityOf(this.machine, this.reduction !== null), this.machine.scenario.name);
    const { store } = this.searcher;
    const done = await putBack(path, snapshot, store, this.room, this.levels, () =>
      this.space.grow(Number.POSITIVE_INFINITY),
    );
    this.depth = snapshot.depth;
    this.levels.files.length = 0;
    this.levels.files.push(...snapshot.onDisk.map((segment) => (segment === null ? null : join(path, segment.name))));
    Object.assign(this.ledger.outcomes, snapshot.outcomes);
    this.ledger.deadlock = snapshot.deadlock;
    this.ledger.failure = snapshot.failure;
    this.searcher.restore(snapshot, snapshot.numbers);
    this.checkpointer?.continue(snapshot);
    if (snapshot.onDisk.some((segment) => segment !== null)) this.space.spill();
    this.states = this.levels.statesOf(this.depth);
    this.team.begin(this.plan, 1);
    this.team.recall(snapshot.findings);
    this.secondsBefore = snapshot.seconds;
    Atomics.store(this.control.cells, NEXT_SLICE, done);
    this.checkBounds(totalOf(this.control, STATES));
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
    const { bounds, team, space } = this;
    for (;;) {
      Atomics.store(this.control.cells, STOP, bounds.limit !== null || this.saving ? 1 : 0);
      const pauses = await team.work();
      if (team.diskTrouble !== null) bounds.stop("disk", team.diskTrouble);
      if (bounds.limit !== null && !this.worthFinishing(pauses)) break;
      if (pauses.every((pause) => pause === "done")) break;
      if (pauses.includes("room")) {
        await space.enlarge();
        if (space.spilling) this.saving = false;
      } else if (bounds.limit !== null) break;
      else if (this.saving) this.save();
    }
    if (bounds.limit === null) await space.merge(this.depth);
    if (bounds.limit !== null) this.ended = true;
    else this.ledger.note(team.findings(), this.depth);
  }

  /** Whether the threads should be brought to where a checkpoint can be written, although the search ends. */
  private worthFinishing(pauses: readonly Pause[]): boolean {
    return this.checkpointer !== null && this.bounds.isResumable && pauses.includes("room") && !this.space.spilling;
  }

  /** Checks the limits that end a search at once, and says how far it is. */
  private look(): void {
    const { bounds, space, room } = this;
    const seconds = bounds.seconds;
    bounds.watch(space.canSpill ? 0 : room.bytes);
    if (bounds.limit === null && this.checkpointer?.due && !space.spilling) {
      this.saving = true;
      Atomics.store(this.control.cells, STOP, 1);
    }
    if (seconds > (this.options.secondsAlone ?? SECONDS_ALONE)) void this.team.recruit();
    if (this.options.onProgress === undefined) return;
    const { states, transitions, expanded } = numbersOf(this.control);
    const { firstBlock, endBlock, file } = this.plan;
    const slice = Atomics.load(this.control.cells, NEXT_SLICE);
    this.options.onProgress({
      states,
      transitions,
      depth: this.depth,
      frontier: states - expanded,
      ofLevel: Math.min(1, slice / Math.max(1, endBlock - firstBlock + this.levels.blocksOf(file))),
      seconds,
      bytes: room.bytes,
      onDisk: space.spilling,
    });
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
    const before = this.states;
    this.states = this.levels.statesOf(this.depth);
    this.widest = Math.max(this.widest, before + this.states);
    if (this.fingerprints !== null) this.room.release(this.levels.blocks[this.depth] as number);
    if (this.ledger.failure !== null || this.ledger.allDecided) this.ended = true;
    else this.checkBounds(totalOf(this.control, STATES));
    if (!this.ended) this.look();
    if (this.bounds.limit !== null) this.ended = true;
    Atomics.store(this.control.cells, NEXT_SLICE, 0);
    const { plan } = this;
    this.team.begin(plan, onDisk === null ? plan.endBlock - plan.firstBlock : Number.POSITIVE_INFINITY);
    if (this.bounds.limit === null && !this.ended && (this.saving || this.space.spilling)) this.save();
  }

  private checkBounds(states: number): void {
    this.bounds.check(this.depth, states);
    if (this.bounds.limit !== null) this.ended = true;
  }

  /** Writes a checkpoint, if there are to be any; all threads must have paused, with nothing in their batches. */
  private save(): void {
    this.saving = false;
    const slice = Atomics.load(this.control.cells, NEXT_SLICE);
    // What was collected for the disk belongs to no checkpoint: the one written at the last turn stands.
    if (this.space.spilling && slice > 0) return;
    const { firstBlock, endBlock } = this.plan;
    const { outcomes, deadlock, failure } = this.ledger;
    const part = {
      ...{ depth: this.depth, outcomes, deadlock, failure },
      expanded: this.levels.sizeOf(firstBlock, Math.min(firstBlock + slice, endBlock)),
      numbers: numbersOf(this.control),
      ...sumOf(this.team.counts()),
      findings: this.team.findings(),
      seconds: this.seconds,
    };
    this.checkpointer?.save(part, this.room.blocks);
  }

  private get seconds(): number {
    return this.secondsBefore + this.bounds.seconds;
  }

  /** How ways to states are found, once the search is over. */
  private wayTo(): (words: Int32Array, level: number) => Promise<Int32Array[]> | Int32Array[] {
    const { searcher, reduction, fingerprints, machine, levels } = this;
    const { packed, exact } = searcher;
    const canonicaliser = reduction?.canonicaliser ?? null;
    if (exact !== null) {
      const ancestors = new Ancestors(exact, packed, levels);
      return (words, level) => pathTo(packed, canonicaliser, ancestors, words, level);
    }
    const retracing = { machine, reduction, fingerprints: fingerprints as Fingerprints };
    return async (words, level) => {
      // The helpers share the memory, which is needed for searching again.
      await this.team.end();
      this.room.clear();
      this.room.supply(searcher.store, 0);
      const first = packed.initial();
      canonicaliser?.canonicalise(first);
      return await wayBetween(retracing, first, words, level);
    };
  }

  /** What is known now. */
  async result(): Promise<ExplorationResult> {
    const { seconds, ledger, reduction, bounds, fingerprints, searcher } = this;
    const { fired, exercised, examined, told } = sumOf(this.team.counts());
    const states = totalOf(this.control, STATES);
    const { violations, deadlock, modelError } = await behavioursOf(ledger, searcher.packed, reduction, this.wayTo());
    return {
      machine: this.machine,
      states,
      transitions: fired.reduce((total, n) => total + n, 0),
      depth: this.depth,
      limit: bounds.limit,
      complete: bounds.limit === null && modelError === null && this.exhausted,
      seconds,
      bytes: storeBytes(states, fingerprints === null ? states : this.widest, searcher.packed.words, this.table),
      workers: this.team.threads,
      symmetry: reduction && { examined },
      lossy: fingerprints && {
        omission: omissionBound(states, fingerprints),
        told: fingerprints.second ? told : null,
      },
      fired,
      outcomes: this.machine.properties.flatMap((property, n) =>
        // Liveness is not for a search of states to judge.
        property.kind === "liveness"
          ? []
          : [{ property, exercised: exercised[n] as number, steps: violations[n] ?? null }],
      ),
      deadlock,
      modelError,
    };
  }

  /** Ends the helpers, and removes what was on disk only for the time of the search. */
  async close(): Promise<void> {
    this.ended = true;
    this.bounds.close();
    await this.team.end();
    if (this.checkpointer === null) this.levels.remove();
  }
}

/** One search as the main thread sees it: levels, pauses, and what is known at the end. */
import { messageOf } from "../machine/answers.js";
import type { Machine } from "../machine/machine.js";
import { NEXT_SLICE, STATES, STOP, totalOf } from "./control.js";
import { Engine } from "./engine.js";
import { NEW_STATE } from "./finding.js";
import type { LevelPlan } from "./frontier.js";
import type { ExploreOptions } from "./options.js";
import type { ExplorationResult } from "./result.js";
import type { Pause } from "./searcher.js";
import { numbersOf, sumOf } from "./tally.js";

/**
 * Searches that take less are not worth a second thread: a helper loads the model and learns its steps for itself, about a
 * second of processor time. All searches of `compare` together took 141 s of it with helpers from 0.15 s on, 97 s without.
 */
const SECONDS_ALONE = 1.5;

/** One exploration. */
export class Exploration {
  private readonly engine: Engine;
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
    machine: Machine,
    private readonly options: ExploreOptions,
  ) {
    this.engine = new Engine(machine, options, () => this.look());
  }

  /** Searches until there is nothing left to do, or a reason to end. @throws UsageError for a checkpoint that is no good */
  async run(): Promise<void> {
    const { team, bounds, ledger } = this.engine;
    if (this.options.eager === true) await team.recruit();
    if (this.options.resume === undefined) this.begin();
    else await this.takeUp(this.options.resume);
    while (!this.ended) {
      await this.level();
      if (!this.ended) this.turn();
      if (!this.ended) await team.breathe();
    }
    if (bounds.isResumable) this.save();
    if (bounds.limit !== null) ledger.note(team.findings(), this.depth);
  }

  private begin(): void {
    const { team, ledger, searcher, levels, room } = this.engine;
    team.begin({ firstBlock: 0, endBlock: 0, file: null, states: 0, decided: ledger.decided() }, 0);
    try {
      searcher.addFirst();
    } catch (error) {
      const finding = { kind: NEW_STATE, words: new Int32Array(searcher.packed.words), instance: -1 } as const;
      ledger.failure ??= { placed: { finding, level: 0 }, message: messageOf(error) };
    }
    ledger.note(team.findings(), -1);
    levels.blocks.push(room.blocks);
    if (ledger.failure !== null) this.ended = true;
    this.checkBounds(0);
    this.states = 1;
    team.begin(this.plan, 1);
  }

  /** Takes a search up from a checkpoint. */
  private async takeUp(path: string): Promise<void> {
    const { team, control, levels } = this.engine;
    const { restored } = await import("./resumption.js");
    const { snapshot, expandedBlocks } = await restored(this.engine, path);
    this.depth = snapshot.depth;
    this.states = levels.statesOf(this.depth);
    team.begin(this.plan, 1);
    team.recall(snapshot.findings);
    this.secondsBefore = snapshot.seconds;
    Atomics.store(control.cells, NEXT_SLICE, expandedBlocks);
    this.checkBounds(totalOf(control, STATES));
  }

  private get plan(): LevelPlan {
    const { levels, ledger } = this.engine;
    const firstBlock = levels.blocks[this.depth] as number;
    const endBlock = levels.blocks[this.depth + 1] as number;
    const decided = ledger.decided();
    return { firstBlock, endBlock, file: levels.files[this.depth] ?? null, states: this.states, decided };
  }

  /** Expands one level, with pauses in which memory is enlarged or a checkpoint is written. */
  private async level(): Promise<void> {
    const { bounds, team, space, control, ledger } = this.engine;
    for (;;) {
      Atomics.store(control.cells, STOP, bounds.limit !== null || this.saving ? 1 : 0);
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
    else ledger.note(team.findings(), this.depth);
  }

  /** Whether the threads should be brought to where a checkpoint can be written, although the search ends. */
  private worthFinishing(pauses: readonly Pause[]): boolean {
    const { checkpointer, bounds, space } = this.engine;
    return checkpointer !== null && bounds.isResumable && pauses.includes("room") && !space.spilling;
  }

  /** Checks the limits that end a search at once, and says how far it is. */
  private look(): void {
    const { bounds, space, room, team, control, levels, checkpointer } = this.engine;
    const seconds = bounds.seconds;
    bounds.watch(space.canSpill ? 0 : room.bytes);
    if (bounds.limit === null && checkpointer?.due && !space.spilling) {
      this.saving = true;
      Atomics.store(control.cells, STOP, 1);
    }
    if (seconds > (this.options.secondsAlone ?? SECONDS_ALONE)) void team.recruit();
    if (this.options.onProgress === undefined) return;
    const { states, transitions, expanded } = numbersOf(control);
    const { firstBlock, endBlock, file } = this.plan;
    const slice = Atomics.load(control.cells, NEXT_SLICE);
    this.options.onProgress({
      states,
      transitions,
      depth: this.depth,
      frontier: states - expanded,
      ofLevel: Math.min(1, slice / Math.max(1, endBlock - firstBlock + levels.blocksOf(file))),
      seconds,
      bytes: room.bytes,
      onDisk: space.spilling,
    });
  }

  /** Turns to the next level, unless there is nothing to search or a reason to end. */
  private turn(): void {
    const { room, levels, ledger, control, team, bounds, space, fingerprints } = this.engine;
    const next = room.blocks;
    const onDisk = levels.files[this.depth + 1] ?? null;
    if (next === this.plan.endBlock && onDisk === null) {
      this.exhausted = true;
      this.ended = true;
      return;
    }
    this.depth++;
    levels.blocks.push(next);
    levels.files[this.depth] = onDisk;
    const before = this.states;
    this.states = levels.statesOf(this.depth);
    this.widest = Math.max(this.widest, before + this.states);
    if (fingerprints !== null) room.release(levels.blocks[this.depth] as number);
    if (ledger.failure !== null || ledger.allDecided) this.ended = true;
    else this.checkBounds(totalOf(control, STATES));
    if (!this.ended) this.look();
    if (bounds.limit !== null) this.ended = true;
    Atomics.store(control.cells, NEXT_SLICE, 0);
    const { plan } = this;
    team.begin(plan, onDisk === null ? plan.endBlock - plan.firstBlock : Number.POSITIVE_INFINITY);
    if (bounds.limit === null && !this.ended && (this.saving || space.spilling)) this.save();
  }

  private checkBounds(states: number): void {
    const { bounds } = this.engine;
    bounds.check(this.depth, states);
    if (bounds.limit !== null) this.ended = true;
  }

  /** Writes a checkpoint, if there are to be any; all threads must have paused, with nothing in their batches. */
  private save(): void {
    const { control, space, levels, ledger, team, checkpointer, room } = this.engine;
    this.saving = false;
    const slice = Atomics.load(control.cells, NEXT_SLICE);
    // What was collected for the disk belongs to no checkpoint: the one written at the last turn stands.
    if (space.spilling && slice > 0) return;
    const { firstBlock, endBlock } = this.plan;
    const { outcomes, deadlock, failure } = ledger;
    const part = {
      ...{ depth: this.depth, outcomes, deadlock, failure },
      expanded: levels.sizeOf(firstBlock, Math.min(firstBlock + slice, endBlock)),
      numbers: numbersOf(control),
      ...sumOf(team.counts()),
      findings: team.findings(),
      seconds: this.seconds,
    };
    checkpointer?.save(part, room.blocks);
  }

  private get seconds(): number {
    return this.secondsBefore + this.engine.bounds.seconds;
  }

  /** What is known now. */
  async result(): Promise<ExplorationResult> {
    const { depth, exhausted, seconds, widest } = this;
    // Nor is this loaded while there are states to be searched.
    const { concluded } = await import("./conclusion.js");
    return concluded(this.engine, { depth, exhausted, seconds, widest });
  }

  /** Ends the helpers, and removes what was on disk only for the time of the search. */
  async close(): Promise<void> {
    this.ended = true;
    await this.engine.close();
  }
}

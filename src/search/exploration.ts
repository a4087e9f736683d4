/** One search as the main thread sees it: levels, limits, helpers, and what is known at the end. */
import type { Step } from "../machine/action.js";
import { messageOf } from "../machine/answers.js";
import type { Machine } from "../machine/machine.js";
import type { Limit } from "../machine/verdict.js";
import { type Control, controlFor, EXPANDED, NEXT_SLICE, STATES, STOP, TRANSITIONS, totalOf } from "./control.js";
import { Crew, type Helper, share, WorkerDied } from "./crew.js";
import { type Finding, type LevelFindings, mergeFindings, NEW_STATE } from "./finding.js";
import { identityOf } from "./machine-source.js";
import type { ExploreOptions } from "./options.js";
import { type Ancestry, stepOf, stepsTo } from "./reconstruct.js";
import type { ExplorationResult } from "./result.js";
import { Room } from "./room.js";
import { type LevelPlan, type Pause, Searcher } from "./searcher.js";
import { BLOCK, storeBytes } from "./store.js";

const SLICE_MILLISECONDS = 25;
/** Searches that take less are not worth a second thread. */
const MILLISECONDS_ALONE = 150;
/** Levels of fewer blocks are not worth waking the helpers. */
const BLOCKS_ALONE = 16;
/** Smaller tables (in bytes) are filled by one thread. */
const WORTH_SHARING = 2 ** 22;

/** A finding, and the level on whose frontier it was met. */
interface Placed {
  readonly finding: Finding;
  readonly level: number;
}

/** One exploration. */
export class Exploration implements Ancestry {
  private readonly started = performance.now();
  private readonly threads: number;
  private readonly control: Control;
  private readonly searcher: Searcher;
  private readonly room: Room;
  private crew: Crew | null = null;
  private readonly outcomes: (Placed | null)[];
  private deadlock: Placed | null = null;
  private failure: { readonly placed: Placed; readonly message: string } | null = null;
  private limit: Limit = null;
  /** The first block of each level, and last the one after all levels. */
  private readonly blocks: number[] = [0];
  /** The level whose states are being expanded. */
  private depth = 0;
  private ended = false;
  private exhausted = false;
  private plan: LevelPlan;
  /** Whether the level is worth sharing, and whether a helper may join in just now. */
  private wide = false;
  private sharing = false;
  /** The helpers that take part in the level, what they do at the moment, and what they found. */
  private readonly employed = new Set<Helper>();
  private working: Promise<Pause>[] = [];
  private findings: LevelFindings[] = [];
  private sliceEnd: number;

  constructor(
    private readonly machine: Machine,
    private readonly options: ExploreOptions,
  ) {
    this.threads = options.source === undefined ? 1 : Math.max(1, options.workers ?? 1);
    this.control = controlFor(this.threads);
    this.searcher = new Searcher(machine, this.control, 0);
    this.room = new Room(this.searcher.packed.words, this.control, this.threads);
    this.room.supply(this.searcher.store, 0);
    this.outcomes = machine.properties.map(() => null);
    this.plan = this.planned();
    this.sliceEnd = this.started + SLICE_MILLISECONDS;
    options.signal?.addEventListener("abort", this.onAbort);
    if (options.source === undefined && (options.workers ?? 1) > 1)
      options.onNotice?.("one worker: nobody said how another one comes by this machine");
  }

  /** Searches until there is nothing left to do, or a reason to end. */
  async run(): Promise<void> {
    if (this.options.eager === true) await this.recruit()?.settled;
    this.begin();
    const { maxDepth = Number.POSITIVE_INFINITY } = this.options;
    if (maxDepth === 0 && this.failure === null) this.stop("depth");
    if (this.limit !== null) this.ended = true;
    while (!this.ended) {
      await this.level();
      if (!this.ended) this.turn();
      if (!this.ended && performance.now() >= this.sliceEnd) await this.breathe(false);
    }
  }

  private begin(): void {
    this.searcher.begin({ firstBlock: 0, endBlock: 0, decided: new Uint8Array(this.outcomes.length) });
    try {
      this.searcher.addInitial();
    } catch (error) {
      const finding = { kind: NEW_STATE, words: new Int32Array(this.searcher.packed.words), instance: -1 } as const;
      this.failure = { placed: { finding, level: 0 }, message: messageOf(error) };
    }
    this.note(this.searcher.findingsSoFar(), -1);
    if (this.failure !== null) this.ended = true;
    this.blocks.push(this.room.blocks);
  }

  private planned(): LevelPlan {
    const endBlock = this.blocks[this.depth + 1] ?? 0;
    const decided = Uint8Array.from(this.outcomes, (outcome) => (outcome === null ? 0 : 1));
    return { firstBlock: this.blocks[this.depth] as number, endBlock, decided };
  }

  /** Expands one level, with pauses in which the store is enlarged. */
  private async level(): Promise<void> {
    this.plan = this.planned();
    this.wide = this.options.eager === true || this.plan.endBlock - this.plan.firstBlock >= BLOCKS_ALONE;
    this.findings = [];
    this.employed.clear();
    Atomics.store(this.control.cells, NEXT_SLICE, 0);
    this.searcher.begin(this.plan);
    for (;;) {
      Atomics.store(this.control.cells, STOP, this.limit === null ? 0 : 1);
      if (this.wide) for (const helper of this.crew?.helpers ?? []) this.employ(helper);
      const own = await this.ownShare();
      const pauses = [own, ...(await this.theirShares())];
      if (this.limit !== null || pauses.every((pause) => pause === "done")) break;
      await this.enlarge();
      if (this.limit !== null) break;
    }
    this.note(this.findings.reduce(mergeFindings, this.searcher.findingsSoFar()), this.depth);
    if (this.limit !== null) this.ended = true;
  }

  /** Has a helper do its share of the present level. */
  private employ(helper: Helper): void {
    const plan = this.employed.has(helper) ? null : this.plan;
    this.employed.add(helper);
    const { slabs, table } = this.room;
    this.working.push(
      share(helper, { kind: "work", plan }, slabs, table).then(({ pause, findings }) => {
        this.findings.push(findings);
        return pause;
      }),
    );
  }

  /** Works between looks at clock and limits. */
  private async ownShare(): Promise<Pause> {
    for (;;) {
      const pause = this.searcher.work(this.sliceEnd);
      if (pause !== "slice") return pause;
      await this.breathe(true);
    }
  }

  /** Waits for the helpers; meanwhile clock and limits are looked at. */
  private async theirShares(): Promise<Pause[]> {
    if (this.working.length === 0) return [];
    const timer = setInterval(() => this.look(), SLICE_MILLISECONDS);
    const ends = await Promise.allSettled(this.working);
    clearInterval(timer);
    this.working = [];
    return ends.map((end) => {
      if (end.status === "fulfilled") return end.value;
      if (!(end.reason instanceof WorkerDied)) throw end.reason;
      this.options.onNotice?.(end.reason.message);
      this.stop("worker");
      return "stopped";
    });
  }

  /** Lets the event loop run, and starts helpers once the search has shown that it takes its time. */
  private async breathe(inLevel: boolean): Promise<void> {
    this.look();
    if (this.milliseconds() > MILLISECONDS_ALONE) this.recruit();
    this.sharing = inLevel;
    await new Promise((resolve) => setImmediate(resolve));
    this.sharing = false;
    this.sliceEnd = performance.now() + SLICE_MILLISECONDS;
  }

  /** Starts the helpers, unless that was done or there are to be none. */
  private recruit(): Crew | null {
    const { source, onNotice } = this.options;
    if (this.crew === null && source !== undefined && this.threads > 1)
      this.crew = new Crew(source, identityOf(this.machine), this.control, this.threads - 1, {
        onReady: (helper) => {
          if (this.wide && this.sharing && this.limit === null) this.employ(helper);
        },
        onUnable: (why) => {
          if (!this.ended) onNotice?.(`a worker cannot help: ${why}`);
        },
      });
    return this.crew;
  }

  /** Checks the limits that end a search at once, and says how far it is. */
  private look(): void {
    const { maxSeconds = Number.POSITIVE_INFINITY, maxBytes = Number.POSITIVE_INFINITY, signal } = this.options;
    if (signal?.aborted) this.stop("interrupted");
    else if (this.milliseconds() / 1000 > maxSeconds) this.stop("time");
    else if (this.room.bytes > maxBytes) this.stop("memory");
    const states = totalOf(this.control, STATES);
    this.options.onProgress?.({
      states,
      transitions: totalOf(this.control, TRANSITIONS),
      depth: this.depth,
      frontier: states - totalOf(this.control, EXPANDED),
      seconds: this.milliseconds() / 1000,
      bytes: this.room.bytes,
    });
  }

  private readonly onAbort = (): void => this.stop("interrupted");

  /** Ends the search as soon as every thread has finished the states that it has taken. */
  private stop(limit: Limit): void {
    this.limit ??= limit;
    Atomics.store(this.control.cells, STOP, 1);
  }

  /** Makes room for more states, or says that there is none. */
  private async enlarge(): Promise<void> {
    const { room } = this;
    const { maxBytes = Number.POSITIVE_INFINITY } = this.options;
    const more = room.tableWanted > room.table.byteLength ? room.tableWanted : 0;
    if (!room.numbersLeft || room.bytes + more > maxBytes) return this.stop("memory");
    const from = room.slabs.length;
    try {
      await room.enlarge((table, blocks) => this.refill(table, blocks));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return this.stop("memory");
    }
    room.supply(this.searcher.store, from);
  }

  private async refill(table: SharedArrayBuffer, blocks: number): Promise<void> {
    const helpers = table.byteLength >= WORTH_SHARING ? [...this.employed] : [];
    const { slabs, table: old } = this.room;
    const theirs = helpers.map((helper) => helper.order({ kind: "rehash", table, blocks }, slabs, old));
    this.searcher.store.rehash(table, blocks);
    await Promise.all(theirs);
  }

  /** Turns to the next level, unless there is nothing to search or a reason to end. */
  private turn(): void {
    const { maxStates = Number.POSITIVE_INFINITY, maxDepth = Number.POSITIVE_INFINITY } = this.options;
    const next = this.room.blocks;
    if (next === this.plan.endBlock) {
      this.exhausted = true;
      this.ended = true;
      return;
    }
    this.depth++;
    this.blocks.push(next);
    if (this.failure !== null || this.allDecided()) this.ended = true;
    else if (this.depth >= maxDepth) this.limit = "depth";
    else if (totalOf(this.control, STATES) > maxStates) this.limit = "states";
    else this.look();
    if (this.limit !== null) this.ended = true;
  }

  private allDecided(): boolean {
    const { properties, scenario } = this.machine;
    return (
      properties.length > 0 &&
      this.outcomes.every((outcome) => outcome !== null) &&
      (!scenario.deadlocks || this.deadlock !== null)
    );
  }

  /** Takes over what was found on the frontier of a level. */
  private note(found: LevelFindings, level: number): void {
    const placed = (finding: Finding): Placed => ({ finding, level: finding.kind === NEW_STATE ? level + 1 : level });
    found.properties.forEach((finding, n) => {
      if (finding !== null) this.outcomes[n] ??= placed(finding);
    });
    if (found.deadlock !== null) this.deadlock ??= placed(found.deadlock);
    if (found.failure !== null)
      this.failure ??= { placed: placed(found.failure.finding), message: found.failure.message };
  }

  private milliseconds(): number {
    return performance.now() - this.started;
  }

  /** The least key of the parents of a stored state. */
  keyOf(words: Int32Array): number {
    const { store } = this.searcher;
    return store.key(store.find(words, 0));
  }

  /** The states of a level that have this key. */
  withKey(key: number, level: number): Int32Array[] {
    const { store, packed } = this.searcher;
    const first = (this.blocks[level] as number) * BLOCK;
    const end = (this.blocks[level + 1] as number) * BLOCK;
    return store
      .withHash(key)
      .filter((state) => state >= first && state < end)
      .map((state) => {
        store.load(state, packed.before);
        return packed.before.slice();
      });
  }

  private steps({ finding, level }: Placed): Step[] {
    const { packed } = this.searcher;
    const steps = stepsTo(packed, this, finding.words, level);
    return finding.instance < 0 ? steps : [...steps, stepOf(packed, finding.instance)];
  }

  /** What is known now. */
  result(): ExplorationResult {
    const seconds = this.milliseconds() / 1000;
    const counts = [this.searcher.counts(), ...(this.crew?.counts() ?? [])];
    const sum = (of: (count: (typeof counts)[number]) => Float64Array, n: number): number =>
      counts.reduce((total, count) => total + (of(count)[n] as number), 0);
    const fired = this.machine.actions.map((_, n) => sum((count) => count.fired, n));
    const states = totalOf(this.control, STATES);
    return {
      machine: this.machine,
      states,
      transitions: fired.reduce((total, n) => total + n, 0),
      depth: this.depth,
      limit: this.limit,
      complete: this.limit === null && this.failure === null && this.exhausted,
      seconds,
      bytes: storeBytes(states, this.searcher.packed.words),
      workers: this.threads,
      fired,
      outcomes: this.machine.properties.map((property, n) => {
        const placed = this.outcomes[n] ?? null;
        return {
          property,
          exercised: sum((count) => count.exercised, n),
          steps: placed === null ? null : this.steps(placed),
        };
      }),
      deadlock: this.deadlock === null ? null : this.steps(this.deadlock),
      modelError:
        this.failure === null ? null : { steps: this.steps(this.failure.placed), message: this.failure.message },
    };
  }

  /** Ends the helpers. */
  async close(): Promise<void> {
    this.ended = true;
    this.options.signal?.removeEventListener("abort", this.onAbort);
    await this.crew?.end();
  }
}

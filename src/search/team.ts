/** The threads of a search at work on one level: who takes part, who waits for whom, and what comes of it. */
import { messageOf } from "../machine/answers.js";
import type { Machine } from "../machine/machine.js";
import type { SpillPlan } from "./candidates.js";
import type { Control } from "./control.js";
import { Crew, type Helper, share } from "./crew.js";
import { type LevelFindings, mergeFindings } from "./finding.js";
import type { LevelPlan } from "./frontier.js";
import { identityOf } from "./machine-source.js";
import type { Assignment } from "./messages.js";
import type { ExploreOptions } from "./options.js";
import type { Room } from "./room.js";
import type { Pause, Searcher } from "./searcher.js";
import type { Counts } from "./tally.js";

const SLICE_MILLISECONDS = 25;
/** Levels of fewer blocks are not worth waking the helpers. */
const BLOCKS_ALONE = 16;
/** Smaller tables (in bytes) are filled by one thread. */
const WORTH_SHARING = 2 ** 22;

/** What a team tells the search. */
export interface TeamEvents {
  /** Called now and then, to look at clock and limits. */
  look(): void;
  /** A helper ended in the middle of its work. */
  onDeath(why: string): void;
}

/** The main thread's searcher and its helpers. */
export class Team {
  private crew: Crew | null = null;
  private level: LevelPlan | null = null;
  /** Whether the level is worth sharing, and whether a helper may join in just now. */
  private wide = false;
  private open = false;
  private ended = false;
  /** The helpers that take part in the level, and what they do at the moment. */
  private readonly employed = new Set<Helper>();
  private working: Promise<Pause>[] = [];
  private found: LevelFindings[] = [];
  private spill: SpillPlan | null = null;
  private sliceEnd = performance.now() + SLICE_MILLISECONDS;
  /** Files of successors collected in this level. */
  runs: string[] = [];
  /** What went wrong when the disk was written to. */
  diskTrouble: string | null = null;

  constructor(
    private readonly machine: Machine,
    private readonly options: ExploreOptions,
    readonly threads: number,
    private readonly control: Control,
    private readonly searcher: Searcher,
    private readonly room: Room,
    /** What every helper is told of the search. */
    private readonly search: Pick<Assignment, "symmetry" | "fingerprints">,
    private readonly events: TeamEvents,
  ) {}

  /** Starts the helpers, unless that was done or there are to be none; kept once all are ready or known not to be able. */
  async recruit(): Promise<void> {
    const { source, onNotice } = this.options;
    if (this.crew === null && source !== undefined && this.threads > 1)
      this.crew = new Crew(
        identityOf(this.machine),
        this.threads - 1,
        { source, control: this.control, ...this.search, lessons: this.searcher.shareLessons() },
        {
          onReady: (helper) => {
            if (this.wide && this.open) this.employ(helper);
          },
          onUnable: (why) => {
            if (!this.ended) onNotice?.(`a worker cannot help: ${why}`);
          },
        },
      );
    await this.crew?.settled;
  }

  /** Turns to a level. */
  begin(plan: LevelPlan, blocks: number): void {
    this.level = plan;
    this.wide = this.options.eager === true || blocks >= BLOCKS_ALONE;
    this.employed.clear();
    this.found = [];
    this.runs = [];
    this.searcher.begin(plan);
  }

  /** All threads work until each has paused; their reasons. */
  async work(): Promise<Pause[]> {
    if (this.wide) for (const helper of this.crew?.helpers ?? []) this.employ(helper);
    let own = this.searcher.work(this.sliceEnd);
    while (own === "slice") {
      await this.breathe(true);
      own = this.searcher.work(this.sliceEnd);
    }
    const pauses: Pause[] = [own, ...(await this.theirs())];
    const done = pauses.every((pause) => pause === "done");
    const runs = done ? this.searcher.collected() : [];
    this.runs.push(...(runs ?? []));
    this.diskTrouble ??= this.searcher.diskTrouble;
    return runs === null ? ["disk"] : pauses;
  }

  /** Has a helper do its share of the present level. */
  private employ(helper: Helper): void {
    const plan = this.employed.has(helper) ? null : this.level;
    this.employed.add(helper);
    const { slabs, table } = this.room;
    this.working.push(
      share(helper, { kind: "work", plan, spill: this.spill }, slabs, table).then(
        (told) => {
          // What it found before in the same level is among what it tells now.
          this.found.push(told.findings);
          this.runs.push(...told.runs);
          this.diskTrouble ??= told.diskTrouble;
          return told.pause;
        },
        // Taken care of here: nobody else may be listening yet when a helper dies.
        (error: unknown): Pause => {
          this.events.onDeath(messageOf(error));
          return "stopped";
        },
      ),
    );
  }

  /** Waits for the helpers; meanwhile clock and limits are looked at. */
  private async theirs(): Promise<Pause[]> {
    if (this.working.length === 0) return [];
    const timer = setInterval(() => this.events.look(), SLICE_MILLISECONDS);
    const pauses = await Promise.all(this.working);
    clearInterval(timer);
    this.working = [];
    return pauses;
  }

  /** Lets the event loop run when it is time to. @param inLevel whether a helper that gets ready meanwhile may join in */
  async breathe(inLevel = false): Promise<void> {
    if (performance.now() < this.sliceEnd) return;
    this.events.look();
    this.open = inLevel;
    await new Promise((resolve) => setImmediate(resolve));
    this.open = false;
    this.sliceEnd = performance.now() + SLICE_MILLISECONDS;
  }

  /** What all threads found in the level. */
  findings(): LevelFindings {
    return this.found.reduce(mergeFindings, this.searcher.findingsSoFar());
  }

  /** What was found in this level before the search was interrupted. */
  recall(found: LevelFindings): void {
    this.found.push(found);
  }

  /** From now on, successors that are not in memory are collected for the disk. */
  toDisk(plan: SpillPlan): void {
    this.spill = plan;
    this.searcher.spill(plan);
  }

  /** All threads that take part fill a new table; false when one died over it. */
  async refill(table: SharedArrayBuffer, blocks: number): Promise<boolean> {
    const worth = this.options.eager === true || table.byteLength >= WORTH_SHARING;
    const helpers = worth ? [...this.employed] : [];
    const { slabs, table: old } = this.room;
    const { store } = this.searcher;
    const parts = helpers.length + 1;
    const theirs = helpers.map((helper, n) =>
      helper.order({ kind: "rehash", table, blocks, part: n + 1, parts }, slabs, old),
    );
    const left = store.rehash(table, blocks, 0, parts);
    try {
      for (const answer of await Promise.all(theirs)) if (answer.kind === "rehashed") left.push(...answer.left);
      store.settle(table, left);
      return true;
    } catch (error) {
      this.events.onDeath(messageOf(error));
      return false;
    }
  }

  /** What each thread has counted. */
  counts(): Counts[] {
    return [this.searcher.counts(), ...(this.crew?.counts() ?? [])];
  }

  /** Ends the helpers. */
  async end(): Promise<void> {
    this.ended = true;
    this.searcher.close();
    await this.crew?.end();
  }
}

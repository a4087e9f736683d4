/** Exhaustive search: breadth first, level by level, so that the first counterexample found is of minimal length. */
import type { Step } from "../machine/action.js";
import { messageOf, WROTE } from "../machine/answers.js";
import type { Machine } from "../machine/machine.js";
import type { Limit } from "../machine/verdict.js";
import { type Expander, expanderOf, StepFailure } from "./expander.js";
import { PackedMachine } from "./packed.js";
import { stepOf, stepsTo } from "./reconstruct.js";
import type { ExplorationResult } from "./result.js";
import { exactStore, MOST_WARM, StoreFull, type VisitedSet } from "./store.js";

/** Where an exhaustive search ends early, and who is told how far it is. */
export interface ExploreOptions {
  /** Stop after the level in which this many distinct states were exceeded. */
  readonly maxStates?: number | undefined;
  /** Do not expand states this many steps away from the initial one. */
  readonly maxDepth?: number | undefined;
  /** Stop at once after this many seconds. */
  readonly maxSeconds?: number | undefined;
  /** Stop at once when states, links and table take more than this many bytes. */
  readonly maxBytes?: number | undefined;
  /** Stop at once when aborted (Ctrl-C). */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** How far a search is. */
export interface Progress {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** States discovered and not yet expanded. */
  readonly frontier: number;
  readonly seconds: number;
  readonly bytes: number;
}

/** Where a violation was met: a stored state, and the step taken from it (or -1 for the state itself). */
interface Finding {
  readonly state: number;
  readonly instance: number;
}

const SLICE_MILLISECONDS = 25;
const STATES_BETWEEN_CLOCKS = 256;

/**
 * Explores every reachable state of a machine, judging all its properties, and yields to the event loop now and then so
 * that progress can be shown and the search stopped. A level once begun is finished unless time, memory or a signal ends
 * it; the search ends early only when every property is decided, at a limit, or at a model error.
 */
export async function explore(machine: Machine, options: ExploreOptions = {}): Promise<ExplorationResult> {
  const search = new Exploration(machine, options);
  while (search.slice()) await new Promise((resolve) => setImmediate(resolve));
  return search.result();
}

class Exploration {
  private readonly started = performance.now();
  private readonly packed: PackedMachine;
  private readonly store: VisitedSet;
  private readonly expander: Expander;
  private readonly findings: (Finding | null)[];
  private deadlock: Finding | null = null;
  private failure: { readonly finding: Finding; readonly message: string } | null = null;
  private limit: Limit = null;
  /** The state being expanded, the first of the next level, and the number of levels begun after the initial one. */
  private current = 0;
  private levelEnd = 0;
  private depth = 0;
  private ended = false;
  /** Successors that are still to be added, and the states that they were reached from. */
  private readonly batch: Int32Array;
  private readonly parents = new Int32Array(MOST_WARM);
  private batched = 0;
  private flushed = 0;

  constructor(
    private readonly machine: Machine,
    private readonly options: ExploreOptions,
  ) {
    this.packed = new PackedMachine(machine);
    this.store = exactStore(this.packed.words);
    this.batch = new Int32Array(MOST_WARM * this.packed.words);
    this.findings = machine.properties.map(() => null);
    this.expander = expanderOf(this.packed, {
      successor: () => this.keep(),
      badStep: (property, instance) => this.found(property, { state: this.current, instance }),
      badState: (property) => this.found(property, { state: this.store.size - 1, instance: -1 }),
    });
    this.begin();
    if (options.maxDepth === 0 && this.failure === null) {
      this.limit = "depth";
      this.ended = true;
    }
  }

  private begin(): void {
    try {
      this.packed.after.set(this.packed.initial());
      this.store.add(this.packed.after, -1);
      this.expander.judge();
    } catch (error) {
      this.fail({ state: this.store.size - 1, instance: -1 }, messageOf(error));
      this.ended = true;
    }
    this.levelEnd = this.store.size;
  }

  /** Works for a slice of time; false when the search is over. */
  slice(): boolean {
    const until = performance.now() + SLICE_MILLISECONDS;
    while (!this.ended) {
      for (let n = 0; n < STATES_BETWEEN_CLOCKS && !this.ended; n++) this.next();
      if (this.ended) break;
      this.checkLimits();
      if (performance.now() >= until) {
        this.report();
        break;
      }
    }
    return !this.ended;
  }

  /** Puts the successor in `packed.after` into the batch. */
  private keep(): void {
    const { words, after } = this.packed;
    const start = this.batched * words;
    for (let w = 0; w < words; w++) this.batch[start + w] = after[w] as number;
    this.parents[this.batched++] = this.current;
    if (this.batched === MOST_WARM) this.flush();
  }

  /** Adds the batch to the visited set, in order, and judges what is new. */
  private flush(): void {
    const { words, after } = this.packed;
    this.store.warm(this.batch, this.batched);
    while (this.flushed < this.batched) {
      const start = this.flushed * words;
      for (let w = 0; w < words; w++) after[w] = this.batch[start + w] as number;
      // Counted before, so that after an error in a property the rest of the batch is still to come.
      if (this.store.add(after, this.parents[this.flushed++] as number) >= 0) this.expander.judge();
    }
    this.batched = 0;
    this.flushed = 0;
  }

  /** Expands one state, or turns to the next level. */
  private next(): void {
    if (this.current === this.levelEnd) {
      this.turn();
      return;
    }
    this.store.load(this.current, this.packed.before);
    const steps = this.expand();
    if (!this.store.equals(this.current, this.packed.before)) this.fail({ state: this.current, instance: -1 }, WROTE);
    if (steps === 0 && this.failure === null) this.stop();
    this.current++;
  }

  /** A state without successors. */
  private stop(): void {
    const finding = { state: this.current, instance: -1 };
    try {
      if (this.deadlock === null && this.machine.scenario.deadlocks && !this.packed.isFinal()) this.deadlock = finding;
    } catch (error) {
      this.fail(finding, messageOf(error));
    }
  }

  private turn(): void {
    this.drain();
    if (this.ended) return;
    const { maxStates = Number.POSITIVE_INFINITY, maxDepth = Number.POSITIVE_INFINITY } = this.options;
    if (this.levelEnd === this.store.size) {
      this.ended = true;
      return;
    }
    this.depth++;
    this.levelEnd = this.store.size;
    if (this.failure !== null || this.allDecided()) this.ended = true;
    else if (this.depth >= maxDepth) this.limit = "depth";
    else if (this.store.size > maxStates) this.limit = "states";
    if (this.limit !== null) this.ended = true;
  }

  /** Expands the loaded state; a step that fails is noted, and those behind it are still taken. */
  private expand(): number {
    for (let from = 0; ; ) {
      try {
        return this.expander.expand(from);
      } catch (error) {
        const failed = this.note(error);
        if (failed < 0) return 1;
        from = failed + 1;
      }
    }
  }

  /** Adds what is left of the batch. */
  private drain(): void {
    while (!this.ended && this.batched > 0) {
      try {
        this.flush();
      } catch (error) {
        this.note(error);
      }
    }
  }

  /** Notes an error of the model or of the store; the instance at fault, or -1 when it was none. */
  private note(error: unknown): number {
    if (error instanceof StoreFull) {
      this.limit = "memory";
      this.ended = true;
      return -1;
    }
    if (!(error instanceof StepFailure)) throw error;
    const { instance } = error;
    this.fail({ state: instance < 0 ? this.store.size - 1 : this.current, instance }, error.message);
    return instance;
  }

  private found(property: number, finding: Finding): void {
    this.findings[property] = finding;
    this.expander.decided[property] = 1;
  }

  private fail(finding: Finding, message: string): void {
    this.failure ??= { finding, message };
  }

  private allDecided(): boolean {
    const { properties, scenario } = this.machine;
    return (
      properties.length > 0 &&
      this.findings.every((finding) => finding !== null) &&
      (!scenario.deadlocks || this.deadlock !== null)
    );
  }

  private checkLimits(): void {
    const { maxSeconds = Number.POSITIVE_INFINITY, maxBytes = Number.POSITIVE_INFINITY, signal } = this.options;
    if (signal?.aborted) this.limit = "interrupted";
    else if (this.seconds() > maxSeconds) this.limit = "time";
    else if (this.store.bytes > maxBytes) this.limit = "memory";
    if (this.limit !== null) this.ended = true;
  }

  private transitions(): number {
    return this.expander.fired.reduce((sum, n) => sum + n, 0);
  }

  private seconds(): number {
    return (performance.now() - this.started) / 1000;
  }

  private report(): void {
    this.options.onProgress?.({
      states: this.store.size,
      transitions: this.transitions(),
      depth: this.depth,
      frontier: this.store.size - this.current,
      seconds: this.seconds(),
      bytes: this.store.bytes,
    });
  }

  private steps({ state, instance }: Finding): Step[] {
    const steps = stepsTo(this.packed, this.store, state);
    return instance < 0 ? steps : [...steps, stepOf(this.packed, instance)];
  }

  result(): ExplorationResult {
    const seconds = this.seconds();
    return {
      machine: this.machine,
      states: this.store.size,
      transitions: this.transitions(),
      depth: this.depth,
      limit: this.limit,
      complete: this.limit === null && this.failure === null && this.current === this.store.size,
      seconds,
      bytes: this.store.bytes,
      fired: [...this.expander.fired],
      outcomes: this.machine.properties.map((property, n) => {
        const finding = this.findings[n];
        return {
          property,
          exercised: this.expander.exercised[n] as number,
          steps: finding ? this.steps(finding) : null,
        };
      }),
      deadlock: this.deadlock === null ? null : this.steps(this.deadlock),
      modelError:
        this.failure === null ? null : { steps: this.steps(this.failure.finding), message: this.failure.message },
    };
  }
}

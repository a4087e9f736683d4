/** Where a search ends before everything was explored, and why. */
import type { Limit } from "../machine/verdict.js";
import { type Control, STOP } from "./control.js";
import type { ExploreOptions } from "./options.js";

/** After these a search can be taken up again. */
const RESUMABLE: readonly Limit[] = ["interrupted", "time", "states", "depth"];

/** The limits of one search, and which of them was hit. */
export class Bounds {
  /** The limit that was hit first; `null` while none was. */
  limit: Limit = null;
  private readonly started = performance.now();
  private readonly onAbort = (): void => this.stop("interrupted");

  constructor(
    private readonly options: ExploreOptions,
    private readonly control: Control,
  ) {
    options.signal?.addEventListener("abort", this.onAbort);
  }

  /** Seconds since the search began. */
  get seconds(): number {
    return (performance.now() - this.started) / 1000;
  }

  /** Whether the search can be taken up again after the limit that was hit. */
  get isResumable(): boolean {
    return RESUMABLE.includes(this.limit);
  }

  /** Ends the search as soon as every thread has finished the states that it has taken. */
  stop(limit: Limit, why?: string): void {
    if (this.limit === null && why !== undefined) this.options.onNotice?.(why);
    this.limit ??= limit;
    Atomics.store(this.control.cells, STOP, 1);
  }

  /** Looks at what ends a search at once. @param bytes the memory that it takes, if that is to be looked at */
  watch(bytes: number): void {
    const { maxSeconds = Number.POSITIVE_INFINITY, maxBytes = Number.POSITIVE_INFINITY, signal } = this.options;
    if (signal?.aborted) this.stop("interrupted");
    else if (this.seconds > maxSeconds) this.stop("time");
    else if (bytes > maxBytes) this.stop("memory");
  }

  /** Looks at what ends a search between two levels. */
  check(depth: number, states: number): void {
    const { maxStates = Number.POSITIVE_INFINITY, maxDepth = Number.POSITIVE_INFINITY } = this.options;
    if (depth >= maxDepth) this.stop("depth");
    else if (states > maxStates) this.stop("states");
  }

  /** Listens to no signal any more. */
  close(): void {
    this.options.signal?.removeEventListener("abort", this.onAbort);
  }
}

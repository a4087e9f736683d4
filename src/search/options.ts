/** What a caller may ask of an exhaustive search, and is told meanwhile. */
import type { MachineSource } from "./machine-source.js";

/** Where an exhaustive search ends early, how many threads it has, and who is told how far it is. */
export interface ExploreOptions {
  /** Stop after the level in which this many distinct states were exceeded. */
  readonly maxStates?: number | undefined;
  /** Do not expand states this many steps away from the initial one. */
  readonly maxDepth?: number | undefined;
  /** Stop at once after this many seconds. */
  readonly maxSeconds?: number | undefined;
  /** The most bytes that states, keys, table, and what is learnt of the model may take; what does not fit goes to disk, or ends the search. */
  readonly maxBytes?: number | undefined;
  /** An existing folder for what does not fit into memory; without one the search ends then. */
  readonly disk?: string | undefined;
  /** A folder to keep checkpoints in, now and then and when the search ends at a limit or a signal. */
  readonly checkpoint?: string | undefined;
  /** Seconds between checkpoints; 60 when left out. */
  readonly checkpointSeconds?: number | undefined;
  /** A folder with a checkpoint of this machine, to take the search up from there. */
  readonly resume?: string | undefined;
  /** Set to false to keep all states, also of a machine that has interchangeable ids. */
  readonly symmetry?: boolean | undefined;
  /**
   * Keep a fingerprint of each state instead of the state, and say how likely one is to be omitted for it. Goes with no
   * checkpoints and no disk. What needs every state and its successors together (liveness) has to refuse it.
   */
  readonly lossy?: LossyOptions | undefined;
  /** Stop at once when aborted (Ctrl-C). */
  readonly signal?: AbortSignal | undefined;
  /** Threads, this one included; 1 when left out. More than one need a `source`. */
  readonly workers?: number | undefined;
  /** Seconds after which further threads join in. Default 1.5: shorter searches are over sooner without. */
  readonly secondsAlone?: number | undefined;
  /** How further threads come by the machine. */
  readonly source?: MachineSource | undefined;
  /** Start all threads before the search, and share every level and every new table with them, however small. For tests. */
  readonly eager?: boolean | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Told, in one line, what went otherwise than asked for without changing the result: a thread that cannot help. */
  readonly onNotice?: ((notice: string) => void) | undefined;
}

/** How states are told apart by fingerprints. */
export interface LossyOptions {
  /** Chooses the family member; 0 when left out. */
  readonly seed?: number | undefined;
  /** Keep a second fingerprint beside the first: it tells states apart that agree in that, and they are counted. */
  readonly second?: boolean | undefined;
  /** Bits of the first fingerprint; 64 when left out. Fewer (1 to 31) are for tests: they do omit states. */
  readonly bits?: number | undefined;
}

/** How far a search is. */
export interface Progress {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** States discovered and not yet expanded. */
  readonly frontier: number;
  /** The part of the level that was expanded, from 0 to 1. How many levels follow is never known before the end. */
  readonly ofLevel: number;
  readonly seconds: number;
  /** Bytes of memory that states, keys, table, and what was learnt of the model take. */
  readonly bytes: number;
  /** Whether states go to disk, because memory is used up. */
  readonly onDisk: boolean;
}

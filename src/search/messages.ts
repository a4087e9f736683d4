/** What the main thread and its helpers tell each other. Everything here can be posted. */
import type { SpillPlan } from "./candidates.js";
import type { Control } from "./control.js";
import type { LevelFindings } from "./finding.js";
import type { Fingerprints } from "./fingerprint.js";
import type { LevelPlan } from "./frontier.js";
import type { MachineSource } from "./machine-source.js";
import type { LessonMemory } from "./memo/shared-lessons.js";
import type { Pause } from "./searcher.js";
import type { StoreMemory } from "./store.js";
import type { Counts } from "./tally.js";

/** What a helper is started with, and what it is told until it has an assignment. */
export interface Start {
  /** `null` for one that stands by: it is told later. */
  readonly assignment: Assignment | null;
  /** What it calls meanwhile. */
  readonly beforehand: MachineSource | null;
}

/** What a helper is for. */
export interface Assignment {
  readonly source: MachineSource;
  readonly control: Control;
  /** Its number; the main thread is 0. */
  readonly thread: number;
  /** Whether one state of each orbit is kept, where ids are interchangeable. */
  readonly symmetry: boolean;
  /** What the visited set keeps instead of the states; `null` when it keeps them. */
  readonly fingerprints: Fingerprints | null;
  /** What the main thread has learnt of the machine, and where all go on learning; `null`: each for itself. */
  readonly lessons: LessonMemory | null;
}

/** What a helper is to do next. */
export type Order =
  /** Its share of a level; `plan` is `null` when the level goes on after a pause. */
  | {
      readonly kind: "work";
      readonly memory: StoreMemory;
      readonly plan: LevelPlan | null;
      /** Where successors go that memory has no room for; `null` while it has. */
      readonly spill: SpillPlan | null;
    }
  /** Its share of filling a new table. */
  | {
      readonly kind: "rehash";
      readonly memory: StoreMemory;
      readonly table: SharedArrayBuffer;
      readonly blocks: number;
      readonly part: number;
      readonly parts: number;
    };

/** What a helper answers. */
export type Answer =
  | { readonly kind: "ready"; readonly identity: string }
  /** It cannot make the machine. */
  | { readonly kind: "unable"; readonly message: string }
  | {
      readonly kind: "paused";
      readonly pause: Pause;
      readonly findings: LevelFindings;
      readonly counts: Counts;
      /** Files of collected successors, at the end of a level. */
      readonly runs: readonly string[];
      readonly diskTrouble: string | null;
    }
  /** With the states that it had no place for. */
  | { readonly kind: "rehashed"; readonly left: readonly number[] };

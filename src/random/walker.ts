/**
 * Random walks over enabled steps. At each state all its steps are generated and judged, and one of them is taken: what
 * is one step off the way is seen as well, for guards must be asked anyway and a bug's last step is often an unlikely one.
 */

import { messageOf, WROTE } from "../machine/answers.js";
import { expanderOf } from "../search/expander.js";
import { type Expander, StepFailure } from "../search/expansion.js";
import type { PackedMachine } from "../search/packed.js";
import { type Chooser, chooserOf } from "./choose.js";
import type { Rng } from "./rng.js";

/** What a walker meets. `steps` are instances from the initial state on, and the listener's to keep. */
export interface WalkEvents {
  /** A property that was not decided yet is broken (or reached) at the end of `steps`. It counts as decided from now on. */
  found(property: number, steps: number[]): void;
  /** The state after `steps` has no successor and is not final. */
  deadlock(steps: number[]): void;
  /**
   * The walk is in a state, which has these steps to the states in `successors`, side by side, and takes the one at the position
   * `taken`; -1 when there is none. All that is given is the walker's own, and changes.
   */
  visited?(state: Int32Array, open: readonly number[], successors: Int32Array, taken: number): void;
  /** Model code failed at the end of `steps`. */
  failure(steps: number[], message: string): void;
}

/** Takes random walks through one machine and judges what they meet. */
export interface Walker {
  /**
   * Judges the initial state. Not part of {@link Walker.walk}, so that it is counted once.
   * @returns false when there is none: then there is nothing to walk on
   */
  begin(): boolean;
  /** Walks from the initial state for at most `maxSteps` steps, to a state without successors at the latest. */
  walk(rng: Rng, maxSteps: number): number[];
  /** What was counted: every step generated, every judgement, and which properties are decided. */
  readonly counts: Pick<Expander, "fired" | "exercised" | "decided">;
}

/** A walker on an executor, which nobody else may use while it walks. */
export function walkerOf(packed: PackedMachine, events: WalkEvents): Walker {
  const { machine, words } = packed;
  /** The steps from the state at hand and the states that they lead to, side by side. */
  const open: number[] = [];
  const successors = new Int32Array(machine.instances.length * words);
  const fresh: number[] = [];
  const freshSteps: number[] = [];
  let way: number[] = [];
  const at = (instance: number): number[] => (instance < 0 ? [...way] : [...way, instance]);
  const found = (property: number, instance: number): void => {
    expander.decided[property] = 1;
    events.found(property, at(instance));
  };
  const expander = expanderOf(packed, {
    successor: (instance) => {
      successors.set(packed.after, open.length * words);
      open.push(instance);
      expander.judge();
    },
    // A walk may take them, and a state that has them is no deadlock.
    still: (instance) => {
      successors.set(packed.before, open.length * words);
      open.push(instance);
    },
    badStep: found,
    badState: (property) => found(property, open.at(-1) ?? -1),
  });

  /** The state at hand as it was before model code was asked about it. */
  const untouched = new Int32Array(words);
  const restore = (): void => {
    if (packed.before.every((word, n) => word === untouched[n])) return;
    events.failure(at(-1), WROTE);
    packed.before.set(untouched);
  };
  /** Generates and judges all steps; those that fail are reported and not among them. */
  const expand = (): void => {
    open.length = 0;
    untouched.set(packed.before);
    for (let from = 0; ; ) {
      try {
        expander.expand(from);
        restore();
        return;
      } catch (error) {
        if (!(error instanceof StepFailure)) throw error;
        const instance = error.instance < 0 ? (open.at(-1) as number) : error.instance;
        events.failure(at(instance), error.message);
        from = instance + 1;
      }
    }
  };
  const isFinal = (): boolean => {
    try {
      return packed.isFinal();
    } catch (error) {
      events.failure(at(-1), messageOf(error));
      return true;
    }
  };

  const hash = (buffer: Int32Array, start: number): number => {
    let mixed = 0;
    for (let word = start; word < start + words; word++) {
      mixed = Math.imul(mixed ^ (buffer[word] as number), 0x85ebca6b);
      mixed ^= mixed >>> 15;
    }
    return mixed;
  };
  /** Steps to states where the walk was not before come first: they take it much farther than going to and fro. */
  const chooseNew = (chooser: Chooser, seen: ReadonlySet<number>): number => {
    fresh.length = 0;
    freshSteps.length = 0;
    for (let position = 0; position < open.length; position++)
      if (!seen.has(hash(successors, position * words))) {
        fresh.push(position);
        freshSteps.push(open[position] as number);
      }
    return fresh.length === 0 ? chooser.choose(open) : (fresh[chooser.choose(freshSteps)] as number);
  };

  return {
    counts: expander,
    begin() {
      way = [];
      open.length = 0;
      try {
        packed.after.set(packed.initial());
        expander.judge();
        return true;
      } catch (error) {
        events.failure([], messageOf(error));
        return false;
      }
    },
    walk(rng, maxSteps) {
      way = [];
      const chooser = chooserOf(machine, rng);
      const seen = new Set<number>();
      packed.before.set(packed.initial());
      seen.add(hash(packed.before, 0));
      while (way.length < maxSteps) {
        expand();
        if (open.length === 0) {
          events.visited?.(packed.before, open, successors, -1);
          if (!isFinal()) events.deadlock(at(-1));
          break;
        }
        const chosen = chooseNew(chooser, seen);
        events.visited?.(packed.before, open, successors, chosen);
        way.push(open[chosen] as number);
        packed.before.set(successors.subarray(chosen * words, (chosen + 1) * words));
        seen.add(hash(packed.before, 0));
      }
      return way;
    },
  };
}

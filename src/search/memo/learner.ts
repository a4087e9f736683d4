/**
 * Learning: model code is run once on observed views, and what it did is kept under the bits that it looked at. Whatever
 * goes wrong meanwhile is left to the direct expander to meet again, and to tell.
 */
import { noPromise, truth } from "../../machine/answers.js";
import { watchDefinitions } from "../../machine/definition.js";
import type { Machine } from "../../machine/machine.js";
import type { StatePart } from "../../machine/property.js";
import { observedViewsOf, type RootView } from "../../schema/view/views.js";
import { watching } from "../direct.js";
import { type Judgement, Leaves } from "./leaves.js";
import { NOTHING, outcomeOf } from "./outcome.js";
import { Recording } from "./recording.js";
import { alone, CELLS, LEAVES, LESSONS, type LessonMemory, lessonMemory, NODES } from "./shared-lessons.js";
import { Impure, Trie } from "./trie.js";
import { AfterWords, BeforeWords } from "./words.js";

/** The leaf of a step that is not enabled. Leaves of enabled ones are the negated places of their records, less one. */
export const DISABLED = -1;

/** Leaf of a trie for a record of {@link Leaves}. */
const leafOf = (place: number): number => DISABLED - place;
/** The record of a leaf. */
const placeOf = (leaf: number): number => DISABLED - leaf;

/** Beyond this many bytes nothing more is learnt, unless somebody says how much may be. */
const MOST_BYTES = 2 ** 27;

type Test = (before: never, parameters: never, after: never) => boolean;

/** What was learnt of one machine, by this thread or by all that share their lessons. */
export class Learner {
  readonly trie = new Trie();
  readonly leaves: Leaves;
  /** The place of the first tree of the instances; the others follow. */
  readonly steps: number;
  /** By property, the place of the tree of its first part; the others follow. */
  readonly states: readonly number[];
  /** By property, how many parts its state predicate has. */
  readonly parts: readonly number[];
  private readonly recording: Recording;
  private readonly after: AfterWords;
  private readonly before: RootView;
  private readonly draft: RootView;
  private readonly watching: readonly (readonly number[])[];
  private cells: Int32Array = new Int32Array(CELLS);
  /** Where the lessons are that are shared; `null` while they are this thread's own. */
  private memory: LessonMemory | null = null;

  /**
   * @param others what other threads share with this one
   * @param most bytes beyond which nothing more is learnt
   */
  constructor(
    private readonly machine: Machine,
    private readonly others: LessonMemory | null = null,
    private readonly most = others?.nodes.byteLength ?? MOST_BYTES,
  ) {
    const { words } = machine.layout;
    this.leaves = new Leaves(words);
    this.steps = this.trie.plant(machine.instances.length);
    this.parts = machine.properties.map(({ badState, parts }) => (badState === null ? 0 : (parts?.length ?? 1)));
    this.states = this.parts.map((parts) => this.trie.plant(parts));
    this.recording = new Recording(words);
    this.after = new AfterWords(this.recording);
    const views = observedViewsOf(machine.layout, machine.constants);
    this.before = views(new BeforeWords(this.recording));
    this.draft = views(this.after);
    this.watching = machine.actions.map((_, action) => watching(machine, action));
    if (others === null) return;
    this.memory = others;
    this.cells = new Int32Array(others.cells);
    this.trie.pool.adopt(others.nodes, this.cells, NODES);
    this.leaves.pool.adopt(others.leaves, this.cells, LEAVES);
  }

  /**
   * Shares what was and will be learnt. Not while a step is being taken.
   * @returns memory for another thread; `null` when there is none
   */
  share(): LessonMemory | null {
    const { trie, leaves } = this;
    // Who learns the last lesson may go beyond what is allowed.
    const needed = Math.max(this.most, trie.pool.bytes, leaves.pool.bytes);
    const memory = this.memory ?? lessonMemory(Math.ceil(needed / 4) * 4);
    if (memory === null || memory === this.memory) return memory;
    const cells = new Int32Array(memory.cells);
    cells.set(this.cells);
    trie.pool.moveTo(memory.nodes, cells, NODES);
    leaves.pool.moveTo(memory.leaves, cells, LEAVES);
    this.cells = cells;
    this.memory = memory;
    return memory;
  }

  /** How many lessons there were. */
  get count(): number {
    return this.cells[LESSONS] as number;
  }

  /** Whether there is room for more. */
  get open(): boolean {
    return this.trie.pool.bytes + this.leaves.pool.bytes < this.most;
  }

  /** Bytes that what was learnt takes; 0 where another thread's memory is used. */
  get bytes(): number {
    return this.others === null ? this.trie.pool.bytes + this.leaves.pool.bytes : 0;
  }

  /** Writes a lesson down. @throws Busy, PoolFull: then it is not learnt */
  private write<T>(lesson: () => T): T {
    return this.memory === null ? lesson() : alone(this.cells, lesson);
  }

  /** Learns what an instance does in a state: its leaf, or 0 when that cannot be learnt. @throws Impure */
  step(instance: number, state: Int32Array): number {
    const { recording, after, trie } = this;
    const { action, parameters, actionIndex } = this.machine.instances[instance] as Machine["instances"][number];
    return this.attempt(() => {
      recording.begin(state);
      const root = this.steps + instance;
      if (!truth(action.enabled(this.before.view as never, parameters as never))) {
        const path = recording.take();
        return this.write(() => trie.insert(root, path, DISABLED));
      }
      after.begin();
      this.draft.tree.restore();
      noPromise(action.effect(this.draft.view as never, parameters as never));
      after.sealed = true;
      const path = recording.take();
      const known = recording.known.slice();
      const judged = (this.watching[actionIndex] as readonly number[]).map((property) => {
        recording.known.set(known);
        const outcome = this.judge(property, parameters);
        return { property, outcome, path: recording.take() };
      });
      recording.known.set(known);
      return this.write(() => {
        const judgements = judged.flatMap(({ property, outcome, path }): Judgement[] => {
          if (path.looks.length === 0) return outcome === NOTHING ? [] : [{ property, slot: outcome }];
          const slot = trie.plant(1);
          trie.insert(slot, path, outcome);
          return [{ property, slot }];
        });
        const place = this.leaves.add(recording, after, judgements);
        if (place === 0) return 0;
        // Another thread may have learnt it meanwhile.
        const same = (leaf: number): boolean => leaf !== DISABLED && this.leaves.same(placeOf(leaf), place);
        return trie.insert(root, path, leafOf(place), same);
      });
    });
  }

  /**
   * Learns what a step property says of a step whose leaf is known; its outcome, or 0.
   * @param slot the tree for this property at this leaf
   * @throws Impure
   */
  judgement(property: number, instance: number, place: number, slot: number, states: Pair): number {
    const { recording, after } = this;
    const { parameters } = this.machine.instances[instance] as Machine["instances"][number];
    return this.attempt(() => {
      recording.begin(states.before);
      this.leaves.restore(place, recording, after);
      after.words.set(states.after);
      after.sealed = true;
      this.draft.tree.restore();
      const outcome = this.judge(property, parameters);
      const path = recording.take();
      return this.write(() => this.trie.insert(slot, path, outcome));
    });
  }

  private judge(property: number, parameters: object): number {
    const { badStep, stepExercised } = this.machine.properties[property] as Machine["properties"][number];
    const ask = (test: Test | null): boolean =>
      test !== null && truth(test(this.before.view as never, parameters as never, this.draft.view as never));
    return outcomeOf(ask(stepExercised), ask(badStep));
  }

  /** Learns what a part of a state property says of a state; its outcome, or 0. @throws Impure */
  state(property: number, part: number, state: Int32Array): number {
    const { recording } = this;
    const { badState, stateExercised, parts } = this.machine.properties[property] as Machine["properties"][number];
    const { bad, exercised } = parts?.[part] ?? { bad: badState as StatePart["bad"], exercised: stateExercised };
    return this.attempt(() => {
      recording.begin(state);
      const ask = (test: StatePart["bad"] | null): boolean => test !== null && truth(test(this.before.view as never));
      const outcome = outcomeOf(ask(exercised as StatePart["exercised"] | null), ask(bad));
      const path = recording.take();
      return this.write(() => this.trie.insert((this.states[property] as number) + part, path, outcome));
    });
  }

  /** What is known of the judgements of a leaf in a state, by property; 0 where nothing is. Others have nothing to say. */
  outcomes(leaf: number, state: Int32Array): ReadonlyMap<number, number> {
    return new Map(
      this.leaves
        .judgements(leaf)
        .map(({ property, slot }) => [property, slot < 0 ? slot : this.trie.find(slot, state)]),
    );
  }

  private attempt(lesson: () => number): number {
    this.cells[LESSONS] = this.count + 1;
    try {
      return watchDefinitions(this.recording, lesson);
    } catch (error) {
      this.before.tree.recover();
      this.draft.tree.recover();
      if (error instanceof Impure) throw error;
      return 0;
    }
  }
}

/** The states before and after a step. */
export interface Pair {
  readonly before: Int32Array;
  readonly after: Int32Array;
}

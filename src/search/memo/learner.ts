/**
 * Learning: model code is run once on observed views, and what it did is kept under the bits that it looked at. Whatever
 * goes wrong meanwhile is left to the direct expander to meet again, and to tell.
 */
import { noPromise, truth } from "../../machine/answers.js";
import type { Machine } from "../../machine/machine.js";
import type { StatePart } from "../../machine/property.js";
import { observedViewsOf, type RootView } from "../../schema/view/views.js";
import { watching } from "../direct.js";
import { type Judgement, Leaves } from "./leaves.js";
import { NOTHING, outcomeOf } from "./outcome.js";
import { AfterWords, BeforeWords, Recording } from "./recording.js";
import { Impure, Trie } from "./trie.js";

/** The leaf of a step that is not enabled. Leaves of enabled ones are the negated places of their records, less one. */
export const DISABLED = -1;

/** Leaf of a trie for a record of {@link Leaves}, and back. */
export const leafOf = (place: number): number => DISABLED - place;

/** Beyond this many bytes nothing more is learnt: tables that large help no processor. */
const MOST_BYTES = 2 ** 27;

type Test = (before: never, parameters: never, after: never) => boolean;

/** What was learnt of one machine. */
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

  constructor(private readonly machine: Machine) {
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
  }

  /** Whether there is room for more. */
  get open(): boolean {
    return this.bytes < MOST_BYTES;
  }

  /** Bytes that what was learnt takes. */
  get bytes(): number {
    return this.trie.bytes + this.leaves.bytes;
  }

  /** Learns what an instance does in a state: its leaf, or 0 when that cannot be learnt. @throws Impure */
  step(instance: number, state: Int32Array): number {
    const { recording, after, trie } = this;
    const { action, parameters, actionIndex } = this.machine.instances[instance] as Machine["instances"][number];
    return this.attempt(() => {
      recording.begin(state);
      if (!truth(action.enabled(this.before.view as never, parameters as never))) {
        trie.insert(this.steps + instance, recording.path, DISABLED);
        return DISABLED;
      }
      after.begin();
      this.draft.tree.restore();
      noPromise(action.effect(this.draft.view as never, parameters as never));
      after.sealed = true;
      const path = recording.path.slice();
      const known = recording.known.slice();
      const judgements = (this.watching[actionIndex] as readonly number[]).flatMap((property): Judgement[] => {
        recording.known.set(known);
        recording.path.length = 0;
        const outcome = this.judge(property, parameters);
        if (recording.path.length === 0) return outcome === NOTHING ? [] : [{ property, slot: outcome }];
        const slot = trie.plant(1);
        trie.insert(slot, recording.path, outcome);
        return [{ property, slot }];
      });
      recording.known.set(known);
      const place = this.leaves.add(recording, after, judgements);
      if (place === 0) return 0;
      trie.insert(this.steps + instance, path, leafOf(place));
      return leafOf(place);
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
      this.trie.insert(slot, recording.path, outcome);
      return outcome;
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
      this.trie.insert((this.states[property] as number) + part, recording.path, outcome);
      return outcome;
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
    try {
      return lesson();
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

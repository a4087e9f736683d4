/**
 * The graph of macro steps, worked out in the model: situations (sets of states that an observer cannot tell apart
 * between calls, up to the numbers of tasks, processes and descriptions) and the commands that can be given in them.
 */
import { type Possibility, PossibleStates } from "../../src/conformance/possible.js";
import { Renamings } from "../../src/conformance/renaming.js";
import type { Instance, Machine } from "../../src/machine/machine.js";
import { outcomeOf } from "../outcome.js";
import type { State } from "../state.js";
import { canWaitForDeadline } from "./break-times.js";
import { isCommand } from "./commands.js";
import { looks } from "./compare.js";
import { beginning, type Gathered, hidden, keyOf, NOTHING, type Outcomes } from "./macro-step.js";
import { isAtRest } from "./rest.js";

/** A command in a situation: its instance under the situation's own numbers, and where it can lead, by situation. */
export interface MacroStep {
  readonly instance: number;
  readonly to: readonly number[];
}

/** A situation. */
export interface Situation {
  readonly steps: readonly MacroStep[];
}

interface Node {
  readonly states: readonly Int32Array[];
  steps: MacroStep[] | null;
}

/** Which situation a set of states is, and how the instances of its own numbers are called under the set's. */
export interface Place {
  readonly situation: number;
  /** Instance under the set's numbers, by instance under the situation's. */
  readonly origins: Int32Array;
}

/** All situations of a machine; the first is the initial one. */
export class Situations {
  private readonly nodes: Node[] = [];
  private readonly known = new Map<string, number>();
  private readonly renamings: Renamings;
  private readonly possible: PossibleStates<Gathered>;
  private readonly commands: readonly number[];
  private expanded = 0;

  /** @param clock whether deadlines can pass */
  constructor(
    readonly machine: Machine,
    clock: boolean,
    private readonly outcomes: Outcomes = outcomeOf,
  ) {
    this.renamings = new Renamings(machine);
    this.possible = new PossibleStates<Gathered>(machine, { memory: NOTHING, key: keyOf });
    this.commands = [...machine.instances.keys()].filter((index) => {
      const { name } = (machine.instances[index] as Instance).action;
      return isCommand(name) && (clock || name !== "tick");
    });
    this.add([this.possible.all[0]?.words as Int32Array]);
  }

  get count(): number {
    return this.nodes.length;
  }

  /** Works out a situation that was met, if nobody did before. */
  at(situation: number): Situation {
    const node = this.nodes[situation] as Node;
    if (node.steps === null) this.expand(node);
    return { steps: node.steps as MacroStep[] };
  }

  /** Works out up to so many more situations. Returns whether there are more. */
  explore(most: number): boolean {
    for (let n = 0; n < most && this.expanded < this.nodes.length; n++) this.at(this.expanded++);
    return this.expanded < this.nodes.length;
  }

  /** The situations that can be reached without any deadline passing. Works all of them out. */
  timeless(): ReadonlySet<number> {
    const reached = new Set([0]);
    for (const situation of reached)
      for (const step of this.at(situation).steps) if (!this.passes(step)) for (const end of step.to) reached.add(end);
    return reached;
  }

  /** Whether a step waits for a deadline. */
  passes({ instance }: MacroStep): boolean {
    return this.machine.instances[instance]?.action.name === "tick";
  }

  /** Where a set of states belongs. */
  place(states: readonly Int32Array[]): Place {
    const { key, renaming } = this.renamings.representative(states);
    return { situation: this.known.get(key) ?? this.add(states), origins: renaming.origins };
  }

  private add(states: readonly Int32Array[]): number {
    const { key, renaming } = this.renamings.representative(states);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const renamed = states.map((state) => {
      const words = new Int32Array(state.length);
      renaming.apply(state, words);
      return words;
    });
    const number = this.nodes.push({ states: renamed, steps: null }) - 1;
    this.known.set(key, number);
    return number;
  }

  private expand(node: Node): void {
    const { possible, machine } = this;
    const { instances } = machine;
    const start = node.states.map((words) => ({ words, memory: NOTHING, from: null, instance: null }));
    const steps: MacroStep[] = [];
    for (const instance of this.commands) {
      if (!start.every(({ words }) => this.isOpen(words, instance))) continue;
      possible.restart(start);
      possible.take(beginning(instance, instances, this.outcomes));
      possible.close(hidden(this.outcomes, this.machine));
      steps.push({ instance, to: this.ends() });
    }
    node.steps = steps;
  }

  /** The situations in which a macro step can end: states that one and the same sight fits are one. */
  private ends(): number[] {
    const classes = new Map<string, { steady: Map<string, Int32Array[]>; unsteady: Int32Array[] }>();
    for (const { words, memory } of this.possible.all) {
      const s = this.stateOf(words);
      if (!isAtRest(s)) continue;
      const { outside, breakers } = looks(s, memory);
      const alike = classes.get(outside) ?? { steady: new Map<string, Int32Array[]>(), unsteady: [] };
      classes.set(outside, alike);
      if (breakers === null) alike.unsteady.push(words);
      else alike.steady.set(breakers, [...(alike.steady.get(breakers) ?? []), words]);
    }
    const ends = new Set<number>();
    for (const { steady, unsteady } of classes.values()) {
      for (const states of steady.values()) ends.add(this.add(unique([...states, ...unsteady])));
      if (unsteady.length > 0) ends.add(this.add(unique(unsteady)));
    }
    return [...ends];
  }

  private isOpen(words: Int32Array, instance: number): boolean {
    const s = this.stateOf(words);
    if (this.passes({ instance, to: [] }) && !canWaitForDeadline(s)) return false;
    return this.possible.packed.isEnabled(instance);
  }

  private stateOf(words: Int32Array): State {
    const { packed } = this.possible;
    packed.before.set(words);
    packed.beforeRoot.tree.restore();
    return packed.beforeRoot.view as State;
  }
}

/** States that differ only in what was gathered on the way are one. */
function unique(states: readonly Int32Array[]): Int32Array[] {
  return [...new Map(states.map((state) => [state.join(), state])).values()];
}

/** The words of possibilities. */
export const wordsOf = (all: readonly Possibility<Gathered>[]): Int32Array[] => unique(all.map(({ words }) => words));

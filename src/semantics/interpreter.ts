/**
 * The reference interpreter: what a model means. States are frozen values; an effect runs on an immer draft that is
 * published only when the effect has returned.
 */
import { enablePatches, Immer, type Patch } from "immer";
import { showStep } from "../machine/action.js";
import { blaming, noPromise, truth } from "../machine/answers.js";
import { asStep } from "../machine/instance.js";
import type { Instance, Machine } from "../machine/machine.js";
import { NOT_CHOSEN, type Property } from "../machine/property.js";
import { initialValue, type Value } from "../schema/value.js";
import { agreeing } from "./purity.js";
import type { Data } from "./slot.js";
import { viewOf } from "./view.js";

enablePatches();
const immer = new Immer({ autoFreeze: true });

/** The result of a step. */
export interface Applied {
  /** Deeply frozen; the very state before when nothing changed. */
  readonly value: Value;
  readonly patches: readonly Patch[];
}

/** Everything throws ModelError, naming the code at fault, when model code throws or breaks the rules for it. */
export interface Interpreter {
  readonly machine: Machine;
  /** The initial state. */
  initial(): Value;
  /** A read-only handle, as properties see a state. */
  view(value: Value): unknown;
  /** Indexes of the instances whose guards hold, ascending. */
  enabled(value: Value): number[];
  isEnabled(value: Value, instance: number): boolean;
  /** The state after a step. The guard is not asked. */
  apply(value: Value, instance: number): Applied;
  /** Whether a state breaks (or, for *sometimes*, reaches) the property; false for properties of steps only. */
  badState(property: Property, value: Value): boolean;
  /** Whether a step breaks (or reaches) the property; false when it does not watch the action. */
  badStep(property: Property, before: Value, instance: number, after: Value): boolean;
  /** Whether the property has something to say in a state; false when it counts steps. */
  stateExercised(property: Property, value: Value): boolean;
  /** Whether the property has something to say on a step. */
  stepExercised(property: Property, before: Value, instance: number, after: Value): boolean;
  /** Whether the system may stop in a state. */
  final(value: Value): boolean;
}

/** How the interpreter runs model code. */
export interface InterpreterOptions {
  /** Runs every guard and every effect twice; a difference is a model error, for they must be pure functions. */
  readonly twice?: boolean;
}

type StepTest = ((before: never, parameters: never, after: never) => boolean) | null;

/** The reference interpreter of a machine. */
export function interpreter(machine: Machine, options: InterpreterOptions = {}): Interpreter {
  const { scenario, shape, constants } = machine;
  const times = options.twice === true ? 2 : 1;

  const instanceAt = (index: number): Instance => {
    const instance = machine.instances[index];
    if (instance === undefined) throw new RangeError(`the machine has no instance ${index}`);
    return instance;
  };
  const nameOf = (instance: Instance): string => `"${showStep(asStep(instance))}"`;

  const reading = (value: Value, readsGhosts: boolean): never =>
    viewOf(value as Data, { shape, constants, writes: false, readsGhosts }).handle as never;

  const writing = (value: Value, readsGhosts: boolean, run: (draft: never) => unknown): Applied => {
    const [after, patches] = immer.produceWithPatches(value as object, (draft) => {
      const view = viewOf(draft as Data, { shape, constants, writes: true, readsGhosts });
      try {
        noPromise(run(view.handle as never));
      } finally {
        view.close();
      }
    });
    return { value: after as Value, patches };
  };

  const holds = (instance: Instance, state: never): boolean =>
    blaming(
      () => `guard of ${nameOf(instance)}`,
      () => agreeing(times, null, () => truth(instance.action.enabled(state, instance.parameters as never))),
    );

  const judge = (property: Property, test: () => boolean): boolean =>
    blaming(
      () => `property "${property.name}"`,
      () => truth(test()),
    );
  const judgeState = (property: Property, test: Property["badState"], value: Value): boolean =>
    test !== null && judge(property, () => test(reading(value, true), NOT_CHOSEN));
  const judgeStep = (property: Property, test: StepTest, before: Value, index: number, after: Value): boolean => {
    const { action, parameters } = instanceAt(index);
    if (test === null || (property.on !== null && !property.on.includes(action.name))) return false;
    return judge(property, () => test(reading(before, true), parameters as never, reading(after, true)));
  };

  return {
    machine,
    initial: () =>
      blaming("the initial state", () => writing(initialValue(shape), true, (draft) => scenario.initial(draft)).value),
    view: (value) => reading(value, true),
    enabled(value) {
      const state = reading(value, false);
      return [...machine.instances.keys()].filter((index) => holds(instanceAt(index), state));
    },
    isEnabled: (value, index) => holds(instanceAt(index), reading(value, false)),
    apply(value, index) {
      const instance = instanceAt(index);
      const { action, parameters } = instance;
      return blaming(
        () => `effect of ${nameOf(instance)}`,
        () => agreeing(times, shape, () => writing(value, false, (draft) => action.effect(draft, parameters as never))),
      );
    },
    badState: (property, value) => judgeState(property, property.badState, value),
    badStep: (property, before, index, after) => judgeStep(property, property.badStep, before, index, after),
    stateExercised: (property, value) => judgeState(property, property.stateExercised, value),
    stepExercised: (property, before, index, after) =>
      judgeStep(property, property.stepExercised, before, index, after),
    final: (value) => blaming("final", () => truth(scenario.final(reading(value, true)))),
  };
}

/**
 * The expander: from a state, every enabled step, its successor and the properties judged on it. It is generated for one
 * machine, with a call site of its own for each guard, effect and property, so that the compiler can inline them.
 */
import { messageOf, noPromise, truth, WROTE } from "../machine/answers.js";
import type { Property } from "../machine/property.js";
import { ModelError } from "../schema/errors.js";
import type { PackedMachine } from "./packed.js";
import { StoreFull } from "./store.js";

/** What an expander tells the search. Indexes are those of the machine. */
export interface ExpanderEvents {
  /** A successor stands in `packed.after`. */
  successor(instance: number): void;
  /** The step to `packed.after` breaks (or reaches) a property that was not decided yet. */
  badStep(property: number, instance: number): void;
  /** The state in `packed.after` breaks (or reaches) a property that was not decided yet. */
  badState(property: number): void;
}

/** Expands and judges states of one machine. */
export interface Expander {
  /** Expands `packed.before`; returns the number of steps. @throws StepFailure when model code throws. */
  expand(from: number): number;
  /** Judges the state properties on `packed.after`. @throws StepFailure */
  judge(): void;
  /** How often each action fired. */
  readonly fired: Float64Array;
  /** How often each property was exercised. */
  readonly exercised: Float64Array;
  /** 1 for the properties that need no further judging. */
  readonly decided: Uint8Array;
}

/** Model code that threw while a state was expanded or judged. */
export class StepFailure extends ModelError {
  constructor(
    /** The instance whose guard, effect or step property threw; -1 for a state property. */
    readonly instance: number,
    message: string,
  ) {
    super(message);
  }
}

/** Generates the expander of a machine. */
export function expanderOf(packed: PackedMachine, events: ExpanderEvents): Expander {
  const { machine } = packed;
  const fired = new Float64Array(machine.actions.length);
  const exercised = new Float64Array(machine.properties.length);
  const decided = new Uint8Array(machine.properties.length);
  const parameters = machine.instances.map((instance) => instance.parameters);
  const blocks = machine.actions.map((action, k) => {
    const low = machine.instances.findIndex((instance) => instance.actionIndex === k);
    const high = machine.instances.findLastIndex((instance) => instance.actionIndex === k) + 1;
    const judged = machine.properties
      .map((property, j) => ({ property, j }))
      .filter(({ property: { badStep, on } }) => badStep !== null && (on === null || on.includes(action.name)))
      .map(({ property, j }) =>
        judging(
          property,
          j,
          `if (truth(stepExercised${j}(B, p, A))) exercised[${j}]++;`,
          `truth(badStep${j}(B, p, A))`,
          `events.badStep(${j}, i);`,
        ),
      );
    // A function for each action: one for all would be too long for the optimising compiler.
    return `
  const take${k} = (from) => {
    let steps = 0;
    for (let i = from > ${low} ? from : ${low}; i < ${high}; i++) {
      const p = parameters[i];
      at = i;
      const open = enabled${k}(B, p);
      if (open === true) {
        ${copySource(packed.words)}
        if (touched.length !== 0) afterTree.restore();
        const result = effect${k}(A, p);
        if (result !== undefined) noPromise(result);
        fired[${k}]++;
        steps++;${watched(packed.words, judged)}
        events.successor(i);
      } else if (open !== false) truth(open);
    }
    return steps;
  };`;
  });
  const states = machine.properties
    .map((property, j) => ({ property, j }))
    .filter(({ property }) => property.badState !== null)
    .map(({ property, j }) =>
      judging(
        property,
        j,
        property.stateExercised === null ? "" : `if (truth(stateExercised${j}(A))) exercised[${j}]++;`,
        `truth(badState${j}(A))`,
        `events.badState(${j});`,
      ),
    );
  const source = `"use strict";
  ${machine.actions.map((_, k) => `const enabled${k} = actions[${k}].enabled, effect${k} = actions[${k}].effect;`).join("\n")}
  ${machine.properties.map((_, j) => `const { badStep: badStep${j}, badState: badState${j}, stepExercised: stepExercised${j}, stateExercised: stateExercised${j} } = properties[${j}];`).join("\n")}
  let at = -1;
  ${blocks.join("")}
  return {
    expand(from) { return ${["0", ...machine.actions.map((_, k) => `take${k}(from)`)].join(" + ")}; },
    judge() { at = -1; ${watched(packed.words, states)} },
    where() { return at; },
  };`;
  const scope: Record<string, unknown> = {
    actions: machine.actions,
    properties: machine.properties,
    parameters,
    events,
    fired,
    exercised,
    decided,
    truth,
    noPromise,
    ModelError,
    WROTE,
    B: packed.beforeRoot.view,
    A: packed.afterRoot.view,
    before: packed.before,
    after: packed.after,
    afterTree: packed.afterRoot.tree,
    touched: packed.afterRoot.tree.touched,
  };
  const core = new Function(...Object.keys(scope), source)(...Object.values(scope)) as {
    expand(from: number): number;
    judge(): void;
    where(): number;
  };
  const guarded = <T>(body: () => T): T => {
    try {
      return body();
    } catch (error) {
      if (error instanceof StoreFull || error instanceof StepFailure) throw error;
      packed.recover();
      const at = core.where();
      throw new StepFailure(at, diagnose(packed, at) ?? messageOf(error));
    }
  };
  return {
    expand: (from) => guarded(() => core.expand(from)),
    judge: () => guarded(core.judge),
    fired,
    exercised,
    decided,
  };
}

/** Judgements, and a look at whether they left the state alone. */
function watched(words: number, judgements: readonly string[]): string {
  if (judgements.length === 0) return "";
  const all = Array.from({ length: words }, (_, w) => w);
  return `
        const ${all.map((w) => `was${w} = after[${w}]`).join(", ")};${judgements.join("")}
        if (${all.map((w) => `after[${w}] !== was${w}`).join(" || ")}) throw new ModelError(WROTE);`;
}

/** Counts exercise, and tests what is not decided yet. How often a *sometimes* is reached after the first time is of no interest. */
function judging(property: Property, j: number, count: string, isBad: string, report: string): string {
  if (property.kind === "sometimes") return `\n        if (decided[${j}] === 0) { ${count} if (${isBad}) ${report} }`;
  return `\n        ${count} if (decided[${j}] === 0 && ${isBad}) ${report}`;
}

/** Does again, one call at a time, what just failed, to say which part of the model it was. */
function diagnose(packed: PackedMachine, instance: number): string | null {
  const before = packed.before.slice();
  try {
    if (instance < 0) packed.before.set(packed.after);
    else if (packed.isEnabled(instance)) packed.apply(instance);
    packed.machine.properties.forEach((_, n) => {
      if (instance < 0) void [packed.stateExercised(n), packed.badState(n)];
      else void [packed.stepExercised(n, instance), packed.badStep(n, instance)];
    });
    return null;
  } catch (error) {
    return messageOf(error);
  } finally {
    packed.before.set(before);
  }
}

/** Copying a state: word by word while that is short. */
function copySource(words: number): string {
  if (words > 16) return "after.set(before);";
  return Array.from({ length: words }, (_, w) => `after[${w}] = before[${w}];`).join(" ");
}

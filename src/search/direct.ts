/**
 * The direct expander: it runs the model's own code for every step and every judgement. It is generated for one machine,
 * with a call site of its own for each guard, effect and property, so that the compiler can inline them.
 */
import { messageOf, noPromise, truth, WROTE } from "../machine/answers.js";
import type { Machine } from "../machine/machine.js";
import type { Property } from "../machine/property.js";
import { ModelError } from "../schema/errors.js";
import { type Counters, type ExpanderEvents, StepFailure } from "./expansion.js";
import type { PackedMachine } from "./packed.js";
import { StoreFull } from "./store.js";

/** Runs model code. All methods throw StepFailure when it throws, or writes where it may only read. */
export interface DirectExpander {
  /** Takes the enabled steps among the instances `from` to `to` (exclusive) out of `packed.before`; their number. */
  expand(from: number, to: number): number;
  /** Judges one property on the step of an instance from `packed.before` to `packed.after`. */
  judgeStep(property: number, instance: number): void;
  /** Judges one state property on `packed.after`. */
  judgeState(property: number): void;
}

/** Generates the expander of a machine. */
export function directExpander(packed: PackedMachine, events: ExpanderEvents, counters: Counters): DirectExpander {
  const { machine } = packed;
  const { fired, exercised, decided } = counters;
  const parameters = machine.instances.map((instance) => instance.parameters);
  const blocks = machine.actions.map((_, k) => {
    const low = machine.instances.findIndex((instance) => instance.actionIndex === k);
    const high = machine.instances.findLastIndex((instance) => instance.actionIndex === k) + 1;
    const judged = watching(machine, k).map((j) => judgingStep(machine.properties[j] as Property, j));
    // A function for each action: one for all would be too long for the optimising compiler.
    return `
  const take${k} = (from, to) => {
    let steps = 0;
    for (let i = from > ${low} ? from : ${low}; i < to && i < ${high}; i++) {
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
  const source = `"use strict";
  ${machine.actions.map((_, k) => `const enabled${k} = actions[${k}].enabled, effect${k} = actions[${k}].effect;`).join("\n")}
  ${machine.properties.map((_, j) => `const { badStep: badStep${j}, badState: badState${j}, stepExercised: stepExercised${j}, stateExercised: stateExercised${j} } = properties[${j}];`).join("\n")}
  let at = -1;
  ${blocks.join("")}
  return {
    expand(from, to) { return ${["0", ...machine.actions.map((_, k) => `take${k}(from, to)`)].join(" + ")}; },
    judgeStep: [${each(machine, (property, j) => (property.badStep === null ? "null" : `(i) => { const p = parameters[i]; at = i;${watched(packed.words, [judgingStep(property, j)])} }`))}],
    judgeState: [${each(machine, (property, j) => (property.badState === null ? "null" : `() => { at = -1;${watched(packed.words, [judgingState(property, j)])} }`))}],
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
    expand(from: number, to: number): number;
    judgeStep: readonly ((instance: number) => void)[];
    judgeState: readonly (() => void)[];
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
    expand: (from, to) => guarded(() => core.expand(from, to)),
    judgeStep: (property, instance) => guarded(() => core.judgeStep[property]?.(instance)),
    judgeState: (property) => guarded(() => core.judgeState[property]?.()),
  };
}

/** The properties that have something to say on steps of an action. */
export function watching(machine: Machine, action: number): number[] {
  const { name } = machine.actions[action] as Machine["actions"][number];
  return machine.properties.flatMap(({ badStep, on }, j) =>
    badStep !== null && (on === null || on.includes(name)) ? [j] : [],
  );
}

const each = (machine: Machine, source: (property: Property, j: number) => string): string =>
  machine.properties.map(source).join(", ");

const judgingStep = (property: Property, j: number): string =>
  judging(
    property,
    j,
    `if (truth(stepExercised${j}(B, p, A))) exercised[${j}]++;`,
    `truth(badStep${j}(B, p, A))`,
    `events.badStep(${j}, i);`,
  );

const judgingState = (property: Property, j: number): string =>
  judging(
    property,
    j,
    property.stateExercised === null ? "" : `if (truth(stateExercised${j}(A))) exercised[${j}]++;`,
    `truth(badState${j}(A))`,
    `events.badState(${j});`,
  );

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

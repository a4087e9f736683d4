/** Both executors side by side: the same guards, successors, verdicts and errors, or an error that says where they part. */
import { showStep } from "../../src/machine/action.js";
import type { Machine } from "../../src/machine/machine.js";
import { rngOf } from "../../src/random/rng.js";
import { pack } from "../../src/schema/pack.js";
import type { Value } from "../../src/schema/value.js";
import { PackedMachine } from "../../src/search/packed.js";
import { type Interpreter, interpreter } from "../../src/semantics/interpreter.js";

/** What was compared. */
export interface Agreement {
  readonly states: number;
  readonly steps: number;
}

class Pair {
  readonly reference: Interpreter;
  readonly packed: PackedMachine;
  states = 0;
  steps = 0;

  constructor(readonly machine: Machine) {
    this.reference = interpreter(machine);
    this.packed = new PackedMachine(machine);
  }

  initial(): Value {
    const value = this.reference.initial();
    this.same("initial state", pack(this.machine.layout, value).join(), this.packed.initial().join());
    return value;
  }

  /** Compares everything that can be asked of a state; returns the enabled instances. */
  state(value: Value): number[] {
    this.states++;
    this.packed.before.set(pack(this.machine.layout, value));
    const enabled = this.reference.enabled(value);
    const fast = this.machine.instances.flatMap((_, instance) => (this.packed.isEnabled(instance) ? [instance] : []));
    this.same("enabled", enabled.join(), fast.join());
    this.same("final", this.reference.final(value), this.packed.isFinal());
    this.machine.properties.forEach((property, n) => {
      if (property.badState !== null)
        this.same(property.name, this.reference.badState(property, value), this.packed.badState(n));
    });
    return enabled;
  }

  /** Compares one step from the state last given to {@link state}; returns the successor. */
  step(value: Value, instance: number): Value {
    this.steps++;
    const next = this.reference.apply(value, instance).value;
    this.packed.apply(instance);
    const { action, parameters } = this.machine.instances[instance] as Machine["instances"][number];
    const name = showStep({ action: action.name, parameters });
    this.same(name, pack(this.machine.layout, next).join(), this.packed.after.join());
    this.machine.properties.forEach((property, n) => {
      if (property.badStep !== null)
        this.same(
          `${property.name} on ${name}`,
          this.reference.badStep(property, value, instance, next),
          this.packed.badStep(n, instance),
        );
    });
    return next;
  }

  private same(what: string, reference: unknown, fast: unknown): void {
    if (reference !== fast)
      throw new Error(
        `${this.machine.scenario.name}: ${what}: the reference says ${String(reference)}, the fast executor ${String(fast)}`,
      );
  }
}

/** Compares on every step out of the first `most` states in breadth-first order. */
export function agreeOnStates(machine: Machine, most: number): Agreement {
  const pair = new Pair(machine);
  const queue = [pair.initial()];
  const seen = new Set([pack(machine.layout, queue[0] as Value).join()]);
  for (let n = 0; n < queue.length && n < most; n++) {
    const value = queue[n] as Value;
    for (const instance of pair.state(value)) {
      const next = pair.step(value, instance);
      const key = pack(machine.layout, next).join();
      if (queue.length < most && !seen.has(key)) {
        seen.add(key);
        queue.push(next);
      }
    }
  }
  return { states: pair.states, steps: pair.steps };
}

/** Compares along random walks from the initial state, `steps` steps in all, starting again every `length` of them. */
export function agreeOnWalks(machine: Machine, seed: string, steps: number, length = 200): Agreement {
  const pair = new Pair(machine);
  const rng = rngOf(seed);
  let value = pair.initial();
  while (pair.steps < steps) {
    const enabled = pair.state(value);
    const restart = enabled.length === 0 || pair.steps % length === length - 1;
    if (enabled.length === 0 && pair.steps === 0) break;
    const instance = enabled[rng.below(enabled.length)];
    value = instance === undefined ? pair.initial() : pair.step(value, instance);
    if (restart) value = pair.initial();
  }
  return { states: pair.states, steps: pair.steps };
}

/**
 * A machine over packed words: the fast executor. It runs the same action bodies as the reference interpreter, on views
 * that read and write the bits in place; one buffer holds the state before a step, the other the state after it.
 */
import { showStep } from "../machine/action.js";
import { blaming, noPromise, truth } from "../machine/answers.js";
import type { Instance, Machine } from "../machine/machine.js";
import { NOT_CHOSEN } from "../machine/property.js";
import { type RootView, viewsOf } from "../schema/view/views.js";

/** One machine with its two buffers. Not re-entrant: calls work on `before` and `after`. */
export class PackedMachine {
  /** Int32 words a state. */
  readonly words: number;
  /** The state on which guards and state properties are judged. */
  readonly before: Int32Array;
  /** The state that the last step led to. */
  readonly after: Int32Array;
  readonly beforeRoot: RootView;
  readonly afterRoot: RootView;

  constructor(readonly machine: Machine) {
    this.words = machine.layout.words;
    this.before = new Int32Array(this.words);
    this.after = new Int32Array(this.words);
    const views = viewsOf(machine.layout, machine.constants);
    this.beforeRoot = views(this.before);
    this.afterRoot = views(this.after);
  }

  /** A fresh copy of the initial state. @throws ModelError when it cannot be made. */
  initial(): Int32Array {
    this.after.fill(0);
    this.run("the initial state", () => this.machine.scenario.initial(this.afterRoot.view as never));
    return this.after.slice();
  }

  /** The guard of an instance, on `before`. @throws ModelError */
  isEnabled(instance: number): boolean {
    const { action, parameters } = this.instance(instance);
    return this.run(
      () => `guard of "${showStep({ action: action.name, parameters })}"`,
      () => truth(action.enabled(this.beforeRoot.view as never, parameters as never)),
    );
  }

  /** Makes `after` what the effect of an instance makes of `before`; the guard is not asked. @throws ModelError */
  apply(instance: number): void {
    const { action, parameters } = this.instance(instance);
    this.after.set(this.before);
    this.afterRoot.tree.restore();
    this.run(
      () => `effect of "${showStep({ action: action.name, parameters })}"`,
      () => noPromise(action.effect(this.afterRoot.view as never, parameters as never)),
    );
  }

  /** Whether `before` breaks (or, for *sometimes*, reaches) a property's state part. */
  badState(property: number): boolean {
    const { badState } = this.property(property);
    return badState !== null && this.judge(property, () => badState(this.beforeRoot.view as never, NOT_CHOSEN));
  }

  /** Whether the step from `before` to `after` breaks (or reaches) a property's step part; false for actions it does not watch. */
  badStep(property: number, instance: number): boolean {
    return this.step(property, instance, this.property(property).badStep);
  }

  /** Whether the property has something to say in `before`. */
  stateExercised(property: number): boolean {
    const { stateExercised } = this.property(property);
    return (
      stateExercised !== null && this.judge(property, () => stateExercised(this.beforeRoot.view as never, NOT_CHOSEN))
    );
  }

  /** Whether the property has something to say on the step from `before` to `after`. */
  stepExercised(property: number, instance: number): boolean {
    return this.step(property, instance, this.property(property).stepExercised);
  }

  /** Whether the system may stop in `before`. */
  isFinal(): boolean {
    return this.run("final", () => truth(this.machine.scenario.final(this.beforeRoot.view as never)));
  }

  private step(
    property: number,
    instance: number,
    test: ((before: never, parameters: never, after: never) => boolean) | null,
  ): boolean {
    const { action, parameters } = this.instance(instance);
    const { on } = this.property(property);
    if (test === null || (on !== null && !on.includes(action.name))) return false;
    return this.judge(property, () =>
      test(this.beforeRoot.view as never, parameters as never, this.afterRoot.view as never),
    );
  }

  private judge(property: number, test: () => boolean): boolean {
    return this.run(
      () => `property "${this.property(property).name}"`,
      () => truth(test()),
    );
  }

  private instance(index: number): Instance {
    const instance = this.machine.instances[index];
    if (instance === undefined) throw new RangeError(`no instance ${index}`);
    return instance;
  }

  private property(index: number): Machine["properties"][number] {
    const property = this.machine.properties[index];
    if (property === undefined) throw new RangeError(`no property ${index}`);
    return property;
  }

  /** After model code threw: handles and walks are as before a step. */
  recover(): void {
    this.beforeRoot.tree.recover();
    this.afterRoot.tree.recover();
  }

  private run<T>(what: string | (() => string), body: () => T): T {
    try {
      return blaming(what, body);
    } catch (error) {
      this.recover();
      throw error;
    }
  }
}

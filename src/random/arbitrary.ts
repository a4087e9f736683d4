/**
 * Random walks for fast-check: properties of one's own over the behaviours of a scenario, at random scopes. What fails
 * is shrunk on the real transition relation: every candidate is a behaviour of the machine, and of the one that is
 * reported no step can be dropped.
 */
import fc from "fast-check";
import { type Step, showStep } from "../machine/action.js";
import { asStep, instanceOf } from "../machine/instance.js";
import { type Instance, type Machine, type MachineChoice, machineOf } from "../machine/machine.js";
import type { Scenario } from "../machine/scenario.js";
import type { Scope, ScopeValue } from "../schema/schema.js";
import { PackedMachine } from "../search/packed.js";
import { takeEnabled } from "../trace/rerun.js";
import { rngOf } from "./rng.js";
import { scopes } from "./scopes.js";
import { type Walker, walkerOf } from "./walker.js";

/** A behaviour of a machine, from its initial state on. */
export interface Walk {
  readonly machine: Machine;
  readonly steps: readonly Step[];
}

/** Which walks {@link walks} generates. */
export interface WalksOptions extends Omit<MachineChoice, "scope"> {
  /** Values of scope keys that are not to vary. */
  readonly scope?: Readonly<Record<string, ScopeValue>>;
  /** Steps a walk at most; 50 unless told. */
  readonly maxSteps?: number;
}

const DEFAULT_STEPS = 50;
const MOST_SEEDS = 0x7fffffff;
/** The number of pairs grows with the square of the steps. */
const MOST_PAIRED = 32;

/**
 * Walks of a scenario, over enabled steps that do not fail. Scope keys that are not fixed take any value that the
 * scenario accepts, numbers up to the largest in one of its named scopes.
 * @example
 * fc.assert(fc.property(walks(bakery, { scope: { customers: 3 } }), (walk) => violations(walk).length === 0));
 * @throws UsageError for a scope key or value that the scenario does not know; for a design or a fault when a walk is drawn
 */
export function walks(scenario: Scenario, options: WalksOptions = {}): fc.Arbitrary<Walk> {
  return new WalkArbitrary(scenario, options);
}

class WalkArbitrary extends fc.Arbitrary<Walk> {
  private readonly scopes: fc.Arbitrary<Scope>;
  private readonly executors = new Map<string, Executor>();

  constructor(
    private readonly scenario: Scenario,
    private readonly options: WalksOptions,
  ) {
    super();
    this.scopes = scopes(scenario, options.scope ?? {});
  }

  override generate(random: fc.Random, bias: number | undefined): fc.Value<Walk> {
    const scope = this.scopes.generate(random, bias);
    const executor = this.executor(scope.value_);
    const most = random.nextInt(0, this.options.maxSteps ?? DEFAULT_STEPS);
    const seed = String(random.nextInt(0, MOST_SEEDS));
    return walkValue(executor.machine, executor.walker.walk(rngOf(seed), most), scope);
  }

  /** What was not drawn here is not known to be a behaviour. */
  override canShrinkWithoutContext(_value: unknown): _value is Walk {
    return false;
  }

  override shrink(walk: Walk, context: unknown): fc.Stream<fc.Value<Walk>> {
    return context === undefined ? fc.Stream.nil() : fc.stream(this.candidates(walk, context as fc.Value<Scope>));
  }

  /** First other scopes, then the walk without some of its steps and those that are not enabled without them. */
  private *candidates(walk: Walk, scope: fc.Value<Scope>): IterableIterator<fc.Value<Walk>> {
    for (const other of this.scopes.shrink(scope.value_, scope.context)) {
      const { machine, packed } = this.executor(other.value_);
      const known = walk.steps.map((step) => instanceOf(machine, step)).filter((instance) => instance !== undefined);
      yield walkValue(machine, takeEnabled(packed, known), other);
    }
    const { machine, packed } = this.executor(scope.value_);
    const steps = walk.steps.map((step) => instanceOf(machine, step) as number);
    for (const candidate of fewer(steps)) yield walkValue(machine, takeEnabled(packed, candidate), scope);
  }

  private executor(scope: Scope): Executor {
    const key = JSON.stringify(scope);
    const known = this.executors.get(key);
    if (known !== undefined) return known;
    const machine = machineOf(this.scenario, { ...this.options, scope });
    // What the scenario's own properties say is for the one who asked for walks to find out.
    const packed = new PackedMachine({ ...machine, properties: [] });
    const ignore = (): void => {};
    const walker = walkerOf(packed, { found: ignore, deadlock: ignore, failure: ignore });
    const made: Executor = { machine, packed, walker };
    this.executors.set(key, made);
    return made;
  }
}

interface Executor {
  readonly machine: Machine;
  readonly packed: PackedMachine;
  readonly walker: Walker;
}

/** Everything but a run of steps, ever shorter ones; at last everything but two steps, for some only go together. */
function* fewer(steps: readonly number[]): IterableIterator<number[]> {
  for (let size = steps.length; size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let at = 0; at < steps.length; at += size) yield steps.toSpliced(at, size);
  if (steps.length > MOST_PAIRED) return;
  for (let first = 0; first < steps.length; first++)
    for (let second = first + 1; second < steps.length; second++)
      yield steps.filter((_, at) => at !== first && at !== second);
}

/** The scope as it was drawn is the context: shrinking goes on from there. */
function walkValue(machine: Machine, instances: readonly number[], scope: fc.Value<Scope>): fc.Value<Walk> {
  const steps = instances.map((instance) => asStep(machine.instances[instance] as Instance));
  const text = (): string =>
    `${machine.scenario.name} ${JSON.stringify(machine.scope)}: ${steps.map(showStep).join("; ") || "no step"}`;
  const walk: Walk = Object.defineProperty({ machine, steps }, fc.toStringMethod, { value: text });
  return new fc.Value<Walk>(walk, scope);
}

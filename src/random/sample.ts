/** Seeded random search: many walks, every property judged on the way, what breaks one made minimal. */
import type { Step } from "../machine/action.js";
import { asStep } from "../machine/instance.js";
import { type Instance, type Machine, type MachineChoice, machineOf } from "../machine/machine.js";
import type { Property } from "../machine/property.js";
import type { Scenario } from "../machine/scenario.js";
import { type Limit, MODEL_ERROR, NO_DEADLOCK } from "../machine/verdict.js";
import { PackedMachine } from "../search/packed.js";
import { WalkJudge } from "../temporal/walk.js";
import { minimiseInstances } from "../trace/minimise.js";
import { derive, rngOf } from "./rng.js";
import type { SampleOptions, SampleOutcome, SampleResult, Sighting } from "./sample-result.js";
import { type Walker, walkerOf } from "./walker.js";

const DEFAULT_WALKS = 10_000;
const DEFAULT_STEPS = 100;
const SLICE_MILLISECONDS = 25;

/**
 * Samples a scenario at its scope `random`, where it has one, and no other was chosen. The same seed, walks and steps
 * give the same result whatever the machine's speed; only a limit on time or a signal cuts it short, between two walks.
 * @throws UsageError for a choice that the scenario does not know
 */
export async function sampleRandom(
  scenario: Scenario,
  choice: MachineChoice,
  options: SampleOptions,
): Promise<SampleResult> {
  const scope = choice.scope ?? (Object.hasOwn(scenario.scopes, "random") ? "random" : {});
  return sampleMachine(machineOf(scenario, { ...choice, scope }), options);
}

/** {@link sampleRandom} of a machine that is at hand. */
export async function sampleMachine(machine: Machine, options: SampleOptions): Promise<SampleResult> {
  const sample = new Sample(machine, options);
  while (sample.slice()) await new Promise((resolve) => setImmediate(resolve));
  return sample.result();
}

class Sample {
  private readonly started = performance.now();
  private readonly walker: Walker;
  /** Minimising needs an executor of its own: findings come while the walker's is busy. */
  private readonly spare: PackedMachine;
  private readonly sightings: (Sighting | null)[];
  private deadlock: Sighting | null = null;
  private modelError: SampleResult["modelError"] = null;
  private readonly liveness: WalkJudge | null;
  private readonly most: number;
  private walks = 0;
  private limit: Limit = null;
  private ended = false;

  constructor(
    private readonly machine: Machine,
    private readonly options: SampleOptions,
  ) {
    this.most = options.walks ?? (options.maxSeconds === undefined ? DEFAULT_WALKS : Number.POSITIVE_INFINITY);
    this.spare = new PackedMachine(machine);
    this.sightings = machine.properties.map(() => null);
    const asks = options.liveness !== false && machine.properties.some(({ temporal }) => temporal !== undefined);
    this.liveness = asks ? new WalkJudge(machine) : null;
    this.walker = walkerOf(new PackedMachine(machine), {
      found: (property, steps) => {
        this.sightings[property] = this.sighting(steps, (machine.properties[property] as Property).name);
      },
      visited: (...state) => {
        if (this.liveness?.isOpen) this.liveness.visited(...state);
      },
      deadlock: (steps) => {
        if (machine.scenario.deadlocks) this.deadlock ??= this.sighting(steps, NO_DEADLOCK);
      },
      failure: (steps, message) => {
        this.modelError ??= { ...this.sighting(steps, MODEL_ERROR), message };
      },
    });
    this.ended = !this.walker.begin();
  }

  /** Walks for a slice of time; false when the sample is complete. */
  slice(): boolean {
    const until = performance.now() + SLICE_MILLISECONDS;
    while (!this.ended) {
      if (this.walks >= this.most || this.isDecided()) this.ended = true;
      else if (this.options.signal?.aborted === true) this.stop("interrupted");
      else if (this.seconds() > (this.options.maxSeconds ?? Number.POSITIVE_INFINITY)) this.stop("time");
      else this.walk();
      if (performance.now() >= until) {
        this.report();
        break;
      }
    }
    return !this.ended;
  }

  private walk(): void {
    const rng = rngOf(derive(this.options.seed, this.walks));
    this.walks++;
    this.liveness?.begin();
    this.walker.walk(rng, this.options.steps ?? DEFAULT_STEPS);
    // Steps that failed are not among those that fairness would ask for.
    if (this.liveness !== null && this.modelError === null) this.judge(this.liveness);
  }

  private judge(liveness: WalkJudge): void {
    liveness.end();
    for (const { property, violation } of liveness.outcomes) {
      const n = this.machine.properties.indexOf(property);
      if (violation !== null) this.sightings[n] ??= { walk: this.walks, ...violation };
    }
  }

  private stop(limit: Limit): void {
    this.limit = limit;
    this.ended = true;
  }

  /** Whether more walks can tell nothing new. */
  private isDecided(): boolean {
    if (this.modelError !== null) return true;
    const { properties, scenario } = this.machine;
    if (this.liveness?.isOpen === true) return false;
    const left = this.liveness === null && properties.every(({ kind }) => kind === "liveness");
    if (left && !scenario.deadlocks) return false;
    const open = properties.filter(({ kind }, n) => kind !== "liveness" && this.sightings[n] === null);
    return open.length === 0 && (!scenario.deadlocks || this.deadlock !== null);
  }

  private sighting(steps: readonly number[], property: string): Sighting {
    return { walk: this.walks, steps: this.minimal(steps, property).map((instance) => this.step(instance)) };
  }

  private minimal(steps: readonly number[], property: string): readonly number[] {
    try {
      return minimiseInstances(this.spare, steps, property);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      // The same steps do not show it a second time, or model code fails on the way, which has been noted then.
      const message = "the same steps lead elsewhere a second time: model code is not a pure function";
      this.modelError ??= { walk: this.walks, steps: steps.map((instance) => this.step(instance)), message };
      return steps;
    }
  }

  private step(instance: number): Step {
    return asStep(this.machine.instances[instance] as Instance);
  }

  private seconds(): number {
    return (performance.now() - this.started) / 1000;
  }

  private transitions(): number {
    return this.walker.counts.fired.reduce((sum, n) => sum + n, 0);
  }

  private report(): void {
    this.options.onProgress?.({
      walks: this.walks,
      transitions: this.transitions(),
      seconds: this.seconds(),
      found:
        [...this.sightings, this.deadlock].filter((sighting) => sighting !== null).length +
        (this.liveness?.outcomes ?? []).filter(({ violation }) => violation !== null).length,
    });
  }

  result(): SampleResult {
    const { machine, walks, limit, deadlock, modelError, options } = this;
    return {
      machine,
      seed: options.seed,
      walks,
      transitions: this.transitions(),
      limit,
      seconds: this.seconds(),
      fired: [...this.walker.counts.fired],
      outcomes: machine.properties.flatMap((property, n): SampleOutcome[] => {
        const temporal = this.liveness?.outcomes.find((outcome) => outcome.property === property);
        if (property.kind === "liveness" && temporal === undefined) return [];
        const exercised = temporal?.exercised ?? (this.walker.counts.exercised[n] as number);
        return [
          { property, exercised, sighting: this.sightings[n] ?? null, ...(temporal === undefined ? {} : { temporal }) },
        ];
      }),
      deadlock,
      modelError,
    };
  }
}

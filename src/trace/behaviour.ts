/** A behaviour as data: which machine, and the steps taken from its initial state. Everything else follows by replay. */
import type { Step } from "../machine/action.js";
import type { Machine } from "../machine/machine.js";
import type { Scope } from "../schema/schema.js";

/** Which machine, and which steps. */
export interface Behaviour {
  readonly scenario: string;
  readonly design: string;
  readonly bugs: readonly string[];
  readonly mends: readonly string[];
  /** Every scope key. */
  readonly scope: Scope;
  readonly steps: readonly Step[];
  /**
   * After how many steps the loop of a behaviour begins that goes on for ever: the steps behind are repeated, and when
   * there are none, the last state. Absent for a finite one.
   */
  readonly loop?: number;
  /** The property that its last step or state decides (`no-deadlock` and `model-error` included), or `null` for a mere sample. */
  readonly property: string | null;
}

/** The behaviour of a machine that takes these steps. */
export function behaviourOf(
  machine: Machine,
  steps: readonly Step[],
  property: string | null,
  loop: number | null = null,
): Behaviour {
  const { scenario, design, bugs, mends, scope } = machine;
  return {
    scenario: scenario.name,
    design: design.name,
    bugs,
    mends,
    scope,
    steps,
    property,
    ...(loop === null ? {} : { loop }),
  };
}

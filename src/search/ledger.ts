/** What a search has found so far, level by level: the first finding of each kind stays. */
import type { Machine } from "../machine/machine.js";
import { type Finding, type LevelFindings, NEW_STATE } from "./finding.js";

/** A finding, and the level of the state that it names. */
export interface Placed {
  readonly finding: Finding;
  readonly level: number;
}

/** A model error, and where it was met. */
export interface PlacedFailure {
  readonly placed: Placed;
  readonly message: string;
}

/** The findings of a search. */
export class Ledger {
  readonly outcomes: (Placed | null)[];
  deadlock: Placed | null = null;
  failure: PlacedFailure | null = null;

  constructor(private readonly machine: Machine) {
    this.outcomes = machine.properties.map(() => null);
  }

  /** Takes over what was found on the frontier of a level. */
  note(found: LevelFindings, level: number): void {
    const placed = (finding: Finding): Placed => ({ finding, level: finding.kind === NEW_STATE ? level + 1 : level });
    found.properties.forEach((finding, n) => {
      if (finding !== null) this.outcomes[n] ??= placed(finding);
    });
    if (found.deadlock !== null) this.deadlock ??= placed(found.deadlock);
    if (found.failure !== null)
      this.failure ??= { placed: placed(found.failure.finding), message: found.failure.message };
  }

  /** 1 for the properties that need no further judging. */
  decided(): Uint8Array {
    return Uint8Array.from(this.outcomes, (outcome) => (outcome === null ? 0 : 1));
  }

  /** Whether nothing is left to look for. */
  get allDecided(): boolean {
    const { properties, scenario } = this.machine;
    return (
      properties.length > 0 &&
      this.outcomes.every((outcome) => outcome !== null) &&
      (!scenario.deadlocks || this.deadlock !== null)
    );
  }
}

/** What is measured: machines with known counts. */
import { leaseCore } from "../properties/scenarios/lease-core.js";
import { type Machine, machineOf } from "../src/index.js";
import { leaseBreak } from "../test/models/lease-break.js";
import { twoPhaseCommit } from "../test/models/two-phase-commit.js";

/** Numbers that do not depend on the machine that they are measured on. */
export interface Counts {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
}

/** One search to measure. */
export interface Case {
  readonly name: string;
  readonly machine: () => Machine;
  /** What the search must find; `null` when nobody has recorded it. */
  readonly expected: Counts | null;
}

const twoPhase = (managers: number, expected: Counts): Case => ({
  name: `two-phase-commit ${managers}`,
  machine: () => machineOf(twoPhaseCommit, { scope: { managers } }),
  expected,
});

/** All cases, in the order of the table. */
export const cases: readonly Case[] = [
  {
    name: "lease-break 6",
    machine: () => machineOf(leaseBreak, { scope: { tasks: 6 } }),
    expected: { states: 5_625_135, transitions: 42_402_312, depth: 22 },
  },
  {
    // The model and its scope grow: what is asserted of it is that the search is complete.
    name: "lease-core",
    machine: () => machineOf(leaseCore),
    expected: null,
  },
  twoPhase(8, { states: 1_745_408, transitions: 18_507_777, depth: 25 }),
  twoPhase(9, { states: 10_340_352, transitions: 123_558_401, depth: 28 }),
];

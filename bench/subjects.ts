/** The models that are measured, at the sizes at which they are: with counts that several checkers agree on. */

/** A model at one size. */
export interface Subject {
  readonly name: string;
  readonly model: "lease-break" | "two-phase-commit" | "lease-core" | "delegations";
  /** Tasks or managers; 0 for the model's own default scope. */
  readonly size: number;
  /** Distinct states and steps taken, repeats included; `null` when it grows with the project. */
  readonly expected: { readonly states: number; readonly transitions: number | null } | null;
  /** States up to symmetry, where other figures agree on them as well. */
  readonly orbits?: number;
}

const subject = (
  model: "lease-break" | "two-phase-commit",
  size: number,
  states: number,
  transitions: number | null,
) => ({
  name: `${model} ${size}`,
  model,
  size,
  expected: { states, transitions },
});

/** Tasks that open and lease two files. Other checkers count the initial state as a transition: one more than here. */
export const leaseBreak3: Subject = subject("lease-break", 3, 3_407, 14_176);
export const leaseBreak4: Subject = subject("lease-break", 4, 45_021, 237_776);
export const leaseBreak5: Subject = subject("lease-break", 5, 514_741, 3_284_280);
export const leaseBreak6: Subject = { ...subject("lease-break", 6, 5_625_135, 42_402_312), orbits: 149_293 };
/** The states are those that Spin stores; it prints the transitions to eight digits. */
export const leaseBreak7: Subject = { ...subject("lease-break", 7, 55_662_315, null), orbits: 1_518_306 };
/** Resource managers that commit or abort together. */
export const twoPhaseCommit7: Subject = subject("two-phase-commit", 7, 296_448, 2_744_705);
export const twoPhaseCommit9: Subject = subject("two-phase-commit", 9, 10_340_352, 123_558_401);
/** Clients and their delegations at the quick scope, with all that must happen in the end. */
export const delegations: Subject = { name: "delegations, quick scope", model: "delegations", size: 0, expected: null };
/** The model of Linux file leases at its default scope. It grows: asserted is only that the search is complete. */
export const leaseCore: Subject = { name: "lease-core", model: "lease-core", size: 0, expected: null };

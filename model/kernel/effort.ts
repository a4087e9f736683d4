/** What a conformance pass did, whatever its kind. */
import type { ActorProgram } from "./actor.js";
import { shrunk } from "./conform.js";
import type { Mismatch, Sides } from "./sides.js";

/** Counts and times of one pass. */
export interface Effort {
  readonly behaviours: number;
  readonly commands: number;
  /** Behaviours given up because a deadline passed before its time. */
  readonly overtaken: number;
  /** Behaviours in which a deadline was waited for. */
  readonly expired: number;
  readonly seconds: number;
  /** Seconds of waiting for the clock, those of behaviours side by side added up. */
  readonly waited: number;
  /** Where the kernel differed: the behaviour as it was met, */
  readonly found: Mismatch | null;
  /** and what is left of it after shrinking. */
  readonly mismatch: Mismatch | null;
}

/** A mismatch before and after shrinking, if there is one. */
export async function foundAndShrunk(
  program: ActorProgram,
  sides: Omit<Sides, "actor">,
  found: Mismatch | undefined,
): Promise<Pick<Effort, "found" | "mismatch">> {
  if (found === undefined) return { found: null, mismatch: null };
  return { found, mismatch: await shrunk(program, { ...sides, turns: undefined }, found) };
}

/** What a search knows when it is over. */
import { Ancestors } from "./ancestors.js";
import { behavioursOf } from "./behaviours.js";
import { STATES, totalOf } from "./control.js";
import type { Engine } from "./engine.js";
import { type Fingerprints, omissionBound } from "./fingerprint.js";
import { pathTo } from "./reconstruct.js";
import type { ExplorationResult } from "./result.js";
import { wayBetween } from "./retrace.js";
import { storeBytes } from "./store.js";
import { sumOf } from "./tally.js";

/** How far it came. */
export interface Reached {
  /** The level that was expanded last. */
  readonly depth: number;
  /** Whether nothing was left to expand. */
  readonly exhausted: boolean;
  readonly seconds: number;
  /** The most states that were kept in full at a time by a search that keeps no others. */
  readonly widest: number;
}

/** The result of a search; every thread must have paused. */
export async function concluded(engine: Engine, { depth, exhausted, ...reached }: Reached): Promise<ExplorationResult> {
  const { machine, ledger, reduction, bounds, fingerprints, searcher, team, control, table } = engine;
  const { fired, exercised, examined, told } = sumOf(team.counts());
  const states = totalOf(control, STATES);
  const { violations, deadlock, modelError } = await behavioursOf(ledger, searcher.packed, reduction, wayTo(engine));
  return {
    machine,
    states,
    transitions: fired.reduce((total, n) => total + n, 0),
    depth,
    limit: bounds.limit,
    complete: bounds.limit === null && modelError === null && exhausted,
    seconds: reached.seconds,
    bytes: storeBytes(states, fingerprints === null ? states : reached.widest, searcher.packed.words, table),
    workers: team.threads,
    symmetry: reduction && { examined },
    lossy: fingerprints && {
      omission: omissionBound(states, fingerprints),
      told: fingerprints.second ? told : null,
    },
    fired,
    outcomes: machine.properties.flatMap((property, n) =>
      // Liveness is not for a search of states to judge.
      property.kind === "liveness"
        ? []
        : [{ property, exercised: exercised[n] as number, steps: violations[n] ?? null }],
    ),
    deadlock,
    modelError,
  };
}

/** How ways to states are found, once the search is over. */
function wayTo(engine: Engine): (words: Int32Array, level: number) => Promise<Int32Array[]> | Int32Array[] {
  const { searcher, reduction, fingerprints, machine, levels, team, room } = engine;
  const { packed, exact } = searcher;
  const canonicaliser = reduction?.canonicaliser ?? null;
  if (exact !== null) {
    const ancestors = new Ancestors(exact, packed, levels);
    return (words, level) => pathTo(packed, canonicaliser, ancestors, words, level);
  }
  const retracing = { machine, reduction, fingerprints: fingerprints as Fingerprints };
  return async (words, level) => {
    // The helpers share the memory, which is needed for searching again.
    await team.end();
    room.clear();
    room.supply(searcher.store, 0);
    const first = packed.initial();
    canonicaliser?.canonicalise(first);
    return await wayBetween(retracing, first, words, level);
  };
}

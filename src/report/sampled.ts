/** From what random walks met to verdicts: a sample can break a property, never prove it. */
import { MODEL_ERROR, NO_DEADLOCK } from "../machine/verdict.js";
import type { SampleResult, Sighting } from "../random/sample-result.js";
import type { ResultRow } from "./row.js";
import { type Exercise, exerciseOf } from "./verdicts.js";
import { count, plural } from "./words.js";

/** A row with the walk in which it was decided. */
export interface SampledRow extends ResultRow {
  readonly walk: number | null;
  /** For liveness: walks on which it was judged, those with a fair loop, and those whose first states keep it for certain. */
  readonly judged?: { readonly walks: number; readonly loops: number; readonly kept: number } | null;
}

/** The verdicts of a sample; parameters as for {@link import("./verdicts.js").verdictsOf}. */
export function sampledVerdicts(
  result: SampleResult,
  exploration = 0,
  exercise: Exercise = exerciseOf([result]),
): SampledRow[] {
  const { machine, limit, walks } = result;
  const row = (
    property: string,
    kind: ResultRow["kind"],
    verdict: ResultRow["verdict"],
    exercised: number,
    sighting: Sighting | null,
    message: string | null = null,
  ): SampledRow => ({
    scenario: machine.scenario.name,
    design: machine.design.name,
    bugs: machine.bugs,
    mends: machine.mends,
    property,
    kind,
    verdict,
    exercised,
    steps: sighting?.steps ?? null,
    loop: sighting?.loop ?? null,
    walk: sighting?.walk ?? null,
    limit,
    depth: 0,
    exploration,
    message,
  });
  const rows = result.outcomes.map(({ property: { name, kind }, exercised, sighting, temporal }): SampledRow => {
    if (temporal !== undefined) {
      const verdict = exercise.properties.has(name) ? "sampled" : "vacuous";
      const judged = { walks: temporal.walks, loops: temporal.loops, kept: temporal.kept };
      if (sighting !== null) return { ...row(name, kind, "violated", exercised, sighting), judged };
      if (temporal.error !== null) return { ...row(name, kind, "unknown", exercised, null, temporal.error), judged };
      return { ...row(name, kind, verdict, exercised, null, verdict === "vacuous" ? null : seenOf(judged)), judged };
    }
    if (kind === "sometimes")
      return sighting !== null
        ? row(name, kind, "reached", exercised, sighting)
        : row(name, kind, "unknown", exercised, null, `not reached in ${plural(walks, "walk")}`);
    if (sighting !== null) return row(name, kind, "violated", exercised, sighting);
    return row(name, kind, exercise.properties.has(name) ? "sampled" : "vacuous", exercised, null);
  });
  if (machine.scenario.deadlocks) {
    const { deadlock } = result;
    rows.push(row(NO_DEADLOCK, "deadlock", deadlock === null ? "sampled" : "violated", result.transitions, deadlock));
  }
  if (result.modelError !== null)
    rows.push(row(MODEL_ERROR, "model-error", "model-error", 0, result.modelError, result.modelError.message));
  for (const { name } of machine.actions)
    if (!exercise.actions.has(name)) rows.push(row(name, "action", "vacuous", 0, null));
  return rows;
}

/** How much of a liveness property walks showed. */
const seenOf = ({ walks, loops, kept }: NonNullable<SampledRow["judged"]>): string =>
  `fair loops on ${count(loops)} of ${plural(walks, "walk")}${kept === 0 ? "" : `, kept for certain on ${count(kept)}`}`;

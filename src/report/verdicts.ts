/** From what a search found to verdicts that say no more than was searched. */
import { MODEL_ERROR, NO_DEADLOCK, type Verdict } from "../machine/verdict.js";
import type { ExplorationResult, Lossy, PropertyOutcome } from "../search/result.js";
import type { Checked, LivenessOutcome, LivenessResult } from "../temporal/result.js";
import type { ResultRow } from "./row.js";

/** What was exercised somewhere in a command, by name: vacuity is judged over all the designs that it ran. */
export interface Exercise {
  readonly properties: ReadonlySet<string>;
  readonly actions: ReadonlySet<string>;
}

/** What every engine counts. */
type Counted = Pick<ExplorationResult, "machine" | "fired"> & {
  readonly outcomes: readonly Pick<PropertyOutcome, "property" | "exercised">[];
  readonly liveness?: LivenessResult;
};

/** The properties that had something to say and the actions that fired in any of these explorations. */
export function exerciseOf(results: readonly Counted[]): Exercise {
  const properties = new Set<string>();
  const actions = new Set<string>();
  for (const { outcomes, fired, machine, liveness } of results) {
    for (const { property, exercised } of [...outcomes, ...(liveness?.outcomes ?? [])])
      if (exercised > 0) properties.add(property.name);
    for (const [n, action] of machine.actions.entries()) if ((fired[n] as number) > 0) actions.add(action.name);
  }
  return { properties, actions };
}

/**
 * The verdict on every property of an exploration, on deadlock, on model errors, and on actions that never fire.
 * @param exploration the position of this exploration in the report
 * @param exercise what the other explorations of the command exercised; by default this is the only one
 */
export function verdictsOf(result: Checked, exploration = 0, exercise: Exercise = exerciseOf([result])): ResultRow[] {
  const { machine, limit, depth, complete } = result;
  const common = {
    scenario: machine.scenario.name,
    design: machine.design.name,
    bugs: machine.bugs,
    mends: machine.mends,
    limit,
    depth,
    exploration,
    message: null,
  };
  const rows: ResultRow[] = result.outcomes.map((outcome) => ({
    ...common,
    property: outcome.property.name,
    kind: outcome.property.kind,
    verdict: verdictOf(outcome, result, exercise),
    exercised: outcome.exercised,
    steps: outcome.steps,
  }));
  for (const outcome of result.liveness?.outcomes ?? [])
    rows.push({
      ...common,
      limit: result.liveness?.limit ?? null,
      depth: result.liveness?.depth ?? 0,
      property: outcome.property.name,
      kind: outcome.property.kind,
      ...livenessVerdict(outcome, result.liveness?.complete === true, exercise),
      exercised: outcome.exercised,
      steps: outcome.lasso?.steps ?? null,
      loop: outcome.lasso?.loop ?? null,
    });
  if (machine.scenario.deadlocks)
    rows.push({
      ...common,
      property: NO_DEADLOCK,
      kind: "deadlock",
      verdict: result.deadlock !== null ? "violated" : unviolated(result),
      exercised: result.states,
      steps: result.deadlock,
    });
  if (result.modelError !== null)
    rows.push({
      ...common,
      property: MODEL_ERROR,
      kind: "model-error",
      verdict: "model-error",
      exercised: 0,
      steps: result.modelError.steps,
      message: result.modelError.message,
    });
  if (complete)
    for (const action of machine.actions)
      if (!exercise.actions.has(action.name))
        rows.push({ ...common, property: action.name, kind: "action", verdict: "vacuous", exercised: 0, steps: null });
  return result.lossy === null ? rows : rows.map((row) => ({ ...row, omission: omissionOf(row, result.lossy) }));
}

/** What was seen was seen; only what was looked for and not found may be owed to an omission. */
const omissionOf = ({ verdict, steps }: ResultRow, lossy: Lossy | null): number | null =>
  lossy === null || steps !== null || verdict === "unknown" ? null : lossy.omission;

function verdictOf(outcome: PropertyOutcome, result: ExplorationResult, exercise: Exercise): Verdict {
  const { property, steps } = outcome;
  if (property.kind === "sometimes") {
    if (steps !== null) return "reached";
    return result.complete ? "unreached" : "unknown";
  }
  if (steps !== null) return "violated";
  const verdict = unviolated(result);
  return verdict !== "unknown" && !exercise.properties.has(property.name) ? "vacuous" : verdict;
}

function livenessVerdict(
  { property, lasso, byFairnessAlone, error }: LivenessOutcome,
  complete: boolean,
  exercise: Exercise,
): Pick<ResultRow, "verdict" | "message"> {
  if (lasso !== null) return { verdict: "violated", message: null };
  if (error !== null) return { verdict: "unknown", message: error };
  if (!complete) return { verdict: "unknown", message: null };
  if (byFairnessAlone)
    return { verdict: "vacuous", message: "the fairness assumed implies it, whatever the model does" };
  return { verdict: exercise.properties.has(property.name) ? "holds" : "vacuous", message: null };
}

/** The verdict on something that was looked for and not found. */
function unviolated({ complete, limit, modelError, lossy }: ExplorationResult): Verdict {
  if (complete) return lossy === null ? "holds" : "holds-with-omission";
  return limit === "depth" && modelError === null ? "holds-to-depth" : "unknown";
}

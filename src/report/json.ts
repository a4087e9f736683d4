/** The machine-readable report: one object, in the shape that the documentation gives. */
import type { SampleResult } from "../random/sample-result.js";
import type { Checked, LivenessResult } from "../temporal/result.js";
import type { ResultRow } from "./row.js";
import type { SampledRow } from "./sampled.js";

/** What `--json` writes. Only `seconds` differs from run to run. */
export interface JsonReport {
  readonly tool: "leasecheck";
  readonly version: string;
  readonly command: string;
  readonly explorations: readonly object[];
  readonly results: readonly object[];
}

/** @param tokenOf the token that replays a row's behaviour, or `null` when it has none */
export function jsonReport(
  command: string,
  version: string,
  explorations: readonly (Checked | SampleResult)[],
  rows: readonly (ResultRow & Pick<SampledRow, "judged">)[],
  tokenOf: (row: ResultRow) => string | null,
): JsonReport {
  return {
    tool: "leasecheck",
    version,
    command,
    explorations: explorations.map((result) => ({
      scenario: result.machine.scenario.name,
      design: result.machine.design.name,
      bug: named(result.machine.bugs),
      scope: result.machine.scope,
      ...("walks" in result ? sampled(result) : searched(result)),
      seconds: Number(result.seconds.toFixed(3)),
      workers: "workers" in result ? result.workers : 1,
      symmetry: "symmetry" in result && result.symmetry !== null,
      reduction: false,
      lossy: "lossy" in result && result.lossy !== null,
      ...("liveness" in result && result.liveness !== undefined ? { liveness: livenessOf(result.liveness) } : {}),
      actions: Object.fromEntries(result.machine.actions.map(({ name }, n) => [name, result.fired[n]])),
    })),
    results: rows.map((row) => ({
      scenario: row.scenario,
      design: row.design,
      bug: named(row.bugs),
      property: row.property,
      kind: row.kind,
      verdict: row.verdict,
      exercised: row.exercised,
      steps: row.steps === null ? null : row.steps.length,
      omission: row.omission ?? null,
      limit: row.limit,
      mended: row.mends,
      exploration: row.exploration,
      token: tokenOf(row),
      trace: row.steps,
      ...((row.loop ?? null) === null ? {} : { loop: row.loop }),
      ...(row.judged ? { judged: row.judged } : {}),
    })),
  };
}

const livenessOf = ({ machine, states, transitions, complete, seconds, bytes, assumptions }: LivenessResult) => ({
  scope: machine.scope,
  states,
  transitions,
  complete,
  seconds: Number(seconds.toFixed(3)),
  bytes,
  assumptions,
});

const searched = ({ states, transitions, depth, complete }: Checked) => ({
  states,
  transitions,
  depth,
  complete,
});

/** Walks count no states; what makes them repeatable stands beside the fields that all explorations have. */
const sampled = ({ transitions, walks, seed }: SampleResult) => ({
  states: null,
  transitions,
  depth: null,
  complete: false,
  walks,
  seed,
});

const named = (bugs: readonly string[]): string | null => (bugs.length === 0 ? null : bugs.join(","));

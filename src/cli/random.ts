/** `leasecheck random`: seeded random walks, far beyond the scopes that can be searched in full. */
import { randomInt } from "node:crypto";
import type { Command } from "commander";
import type { Machine } from "../machine/machine.js";
import { sampleMachine } from "../random/sample.js";
import type { SampleResult } from "../random/sample-result.js";
import { machineHeader } from "../report/exploration.js";
import { jsonReport } from "../report/json.js";
import { resultTable } from "../report/results.js";
import { exitStatus, type ResultRow } from "../report/row.js";
import { type SampledRow, sampledVerdicts } from "../report/sampled.js";
import { exerciseOf } from "../report/verdicts.js";
import { count, duration, limitWords, plural } from "../report/words.js";
import { writeFileAtomically } from "../report/write-file.js";
import { INTERRUPTED } from "./errors.js";
import { outputPaths } from "./files.js";
import { finding, quoted, tokenOf } from "./finding.js";
import { type ChoiceOptions, choiceOptions, scopeText, seconds, wholeNumber } from "./options.js";
import { byScenario, type Selected, selectMachines } from "./select.js";
import { type Session, version } from "./session.js";
import { saveShortest } from "./trace-file.js";

interface RandomOptions extends ChoiceOptions {
  readonly seed?: string;
  readonly walks?: number;
  readonly steps: number;
  readonly maxTime?: number;
  readonly json?: string;
  readonly trace?: string;
  readonly quiet?: true;
}

/** Adds `leasecheck random` to the program. */
export function addRandom(program: Command, session: Session): void {
  choiceOptions(program.command("random"))
    .description("judge the properties on seeded random walks, at larger scopes than a search can exhaust")
    .argument("[scenario...]", "scenarios by name (default: all), or modules that export a model")
    .option("--seed <seed>", "what makes the run repeatable; a new one is made up and printed when it is left out")
    .option(
      "--walks <n>",
      "walks for each machine (default: 10000, or as many as --max-time allows)",
      wholeNumber("--walks", 1),
    )
    .option("--steps <n>", "steps a walk at most", wholeNumber("--steps", 1), 100)
    .option("--max-time <seconds>", "stop after this time, for each machine", seconds)
    .option("--json <file>", "write the results as JSON")
    .option("--trace <file>", "write the shortest counterexample as a trace file")
    .option("--quiet", "show no progress")
    .action(async (names: string[], options: RandomOptions) => {
      process.exitCode = await random(session, names, { ...options, seed: options.seed ?? String(randomInt(2 ** 32)) });
    });
}

type Seeded = RandomOptions & { readonly seed: string };

async function random(session: Session, names: readonly string[], options: Seeded): Promise<number> {
  const { json, trace } = outputPaths(options);
  const groups = byScenario(await selectMachines(names, options, "random"));
  const signal = session.interruptible();
  const results: SampleResult[] = [];
  const rows: SampledRow[] = [];
  for (const group of groups) {
    const first = results.length;
    for (const { machine } of group)
      if (!signal.aborted) results.push(await sampleShown(session, machine, options, signal));
    const exercise = exerciseOf(results.slice(first));
    for (const [n, result] of results.entries()) {
      if (n < first) continue;
      const decided = sampledVerdicts(result, n, exercise);
      if (n > 0) session.print("");
      print(session, group[n - first] as Selected, result, decided, options);
      rows.push(...decided);
    }
  }
  const machineOfRow = (row: ResultRow) => (results[row.exploration] as SampleResult).machine;
  if (json !== null) {
    const report = jsonReport("random", version(), results, rows, (row) => tokenOf(machineOfRow(row), row));
    writeFileAtomically(json, `${JSON.stringify(report, null, 2)}\n`);
  }
  if (trace !== null) saveShortest(session, trace, rows, machineOfRow);
  return signal.aborted ? INTERRUPTED : exitStatus(rows.map(({ verdict }) => verdict));
}

async function sampleShown(
  session: Session,
  machine: Machine,
  options: Seeded,
  signal: AbortSignal,
): Promise<SampleResult> {
  const { seed, walks, steps, maxTime: maxSeconds, quiet } = options;
  const label = `${machine.scenario.name} · ${machine.design.name}`;
  const progress = session.progress(quiet === true);
  try {
    return await sampleMachine(machine, {
      seed,
      walks,
      steps,
      maxSeconds,
      signal,
      onProgress: (so) =>
        progress.update(
          () =>
            `${label}: ${plural(so.walks, "walk")}, ${count(so.transitions)} steps judged, ${so.found} found, ${duration(so.seconds)}`,
        ),
    });
  } finally {
    progress.done();
  }
}

/** Nothing in here depends on time, so that one seed gives one report. */
function print(
  { print, paint, width }: Session,
  { machine, modules }: Selected,
  result: SampleResult,
  rows: readonly SampledRow[],
  options: Seeded,
): void {
  print(`${machineHeader(machine, paint, width)}\n`);
  print(`${resultTable(rows, paint)}\n`);
  const early = result.limit === null ? "" : `; ${limitWords(result.limit)}`;
  const most = `of at most ${plural(options.steps, "step")}`;
  print(
    `${plural(result.walks, "walk")} ${most}, ${plural(result.transitions, "step")} judged, seed ${options.seed}${early}`,
  );
  print("Random walks can break a property; they prove none.");
  print(`Use ${commandLine(machine, modules, result, options)} to reproduce.`);
  for (const row of rows)
    if (row.verdict === "violated" || row.verdict === "model-error")
      print(`\n${finding(machine, row, modules, paint, width, shortness(row), "as a walk showed it")}`);
}

const shortness = ({ kind }: SampledRow): string =>
  kind === "liveness" ? "however it goes on; as a walk showed it" : "no step can be dropped";

/** The command that makes the same walks again. */
function commandLine(machine: Machine, modules: readonly string[], result: SampleResult, options: Seeded): string {
  const own = modules.filter((argument, n) => n === 0 && !argument.startsWith("--"));
  const added = modules.slice(own.length);
  const words = [
    ...(own.length > 0 ? own : [machine.scenario.name]),
    ...added,
    ...(added.includes("--design") ? [] : ["--design", machine.design.name]),
    ...options.property.filter((name) => !added.includes(name)).flatMap((name) => ["--property", name]),
    ...machine.bugs.flatMap((name) => ["--bug", name]),
    ...machine.mends.flatMap((name) => ["--mend", name]),
    ...(options.scope === undefined ? [] : ["--scope", scopeText(options.scope)]),
    ...["--seed", options.seed],
    ...(result.limit !== null || options.walks !== undefined ? ["--walks", String(result.walks)] : []),
    ...["--steps", String(options.steps)],
  ];
  return `leasecheck random ${words.map(quoted).join(" ")}`;
}

/**
 * `npm run bench`: this checker against others, on equal models with equal counts, side by side in one run. Counts are
 * asserted, times are not. `npm run bench -- --help` lists the options.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { documentOf } from "./document.js";
import { type Curve, grow } from "./growth.js";
import { programOf } from "./program.js";
import { describeMachine, type Results } from "./results.js";
import { inRepository } from "./root.js";
import { judge, measure, merge } from "./rounds.js";
import { contestantTable, ratioTable } from "./tables.js";

const USAGE = `usage: npm run bench -- [--quick] [--repetitions N] [--only PATTERN] [--json FILE] [--write] [--curve FILE]
       npm run bench -- --grow FILE

  --quick          small sizes, one repetition: less than a minute
  --repetitions N  rounds (default 3, quick 1)
  --only PATTERN   only contestants whose "name, model size" matches the regular expression
  --json FILE      write the results to a file, too
  --from FILE      take the results from such a file instead of measuring; several are joined
  --write          write docs/performance.md
  --curve FILE     what --grow found, to be shown in it
  --grow FILE      no contest: search 10^8 states (some minutes, 5 GiB), and write its rate by size to the file
`;

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    repetitions: { type: "string" },
    only: { type: "string", default: "" },
    json: { type: "string" },
    from: { type: "string", multiple: true, default: [] },
    write: { type: "boolean", default: false },
    curve: { type: "string" },
    grow: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
const repetitions = Number(values.repetitions ?? (values.quick ? 1 : 3));
if (values.help) process.stdout.write(USAGE);
else if (!Number.isInteger(repetitions) || repetitions < 1) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else if (values.grow !== undefined) await growth(values.grow);
else await main();

async function main(): Promise<void> {
  const results = values.from.length === 0 ? await bench() : read(values.from);
  const { summaries, ratios, cores, wrong } = judge(results.measured);
  for (const subject of new Set(summaries.map((summary) => summary.subject)))
    process.stdout.write(
      `${subject}\n\n${contestantTable(summaries.filter((summary) => summary.subject === subject))}\n\n`,
    );
  if (ratios.length > 0) process.stdout.write(`${ratioTable(ratios, "Spin's seconds / ours")}\n\n`);
  if (cores.length > 0) process.stdout.write(`${ratioTable(cores, "times as fast")}\n\n`);
  for (const what of results.missing) process.stdout.write(`not measured: ${what}\n`);
  write(results);
  if (values.write) writeFileSync(inRepository("docs/performance.md"), documentOf(results, curveOf()));
  for (const what of wrong) process.stderr.write(`${what}\n`);
  if (wrong.length > 0) process.exitCode = 1;
}

function write(results: Results): void {
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
}

async function bench(): Promise<Results> {
  const work = mkdtempSync(join(tmpdir(), "leasecheck-bench-"));
  try {
    const { contestants, missing } = programOf(values.quick, work);
    const chosen = contestants.filter(({ name, subject }) => `${name}, ${subject.name}`.match(new RegExp(values.only)));
    const results = {
      date: new Date().toISOString().slice(0, 10),
      quick: values.quick,
      machine: describeMachine(),
      missing,
    };
    const measured = await measure(
      chosen,
      repetitions,
      ({ name, subject }, round) => process.stderr.write(`${subject.name}: ${name}, ${round + 1} of ${repetitions}\n`),
      // Written after every run: a bench that is cut short leaves what it has.
      (soFar) => write({ ...results, measured: soFar }),
    );
    return { ...results, measured };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Results that were written before, all on the same machine, as those of one bench. */
function read(files: readonly string[]): Results {
  const all = files.map((file) => JSON.parse(readFileSync(file, "utf8")) as Results);
  return { ...all[all.length - 1], measured: merge(all.map(({ measured }) => measured)) };
}

async function growth(file: string): Promise<void> {
  const curve = await grow(({ states, seconds }) =>
    process.stderr.write(`${states} states, ${seconds.toFixed(1)} s\n`),
  );
  writeFileSync(file, `${JSON.stringify(curve, null, 2)}\n`);
}

function curveOf(): Curve | null {
  if (values.curve === undefined || !existsSync(values.curve)) return null;
  return JSON.parse(readFileSync(values.curve, "utf8")) as Curve;
}

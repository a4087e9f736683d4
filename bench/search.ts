/**
 * How fast exhaustive search is. Every measurement is a process of its own, so that none is helped by what was compiled
 * before it. The counts are asserted, the times are not. `npm run bench -- --help` lists the options.
 */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import Table from "cli-table3";
import { type Case, cases } from "./cases.js";
import type { Measurement } from "./measure.js";
import { type Summary, summarise } from "./summary.js";

const USAGE = `usage: npm run bench -- [--repetitions N] [--only TEXT] [--json FILE]

  --repetitions N  measurements of each case (default 3)
  --only TEXT      only the cases whose names contain TEXT
  --json FILE      write the results to a file, too

cases: ${cases.map(({ name }) => name).join(", ")}
`;

const { values } = parseArgs({
  options: {
    repetitions: { type: "string", default: "3" },
    only: { type: "string", default: "" },
    json: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
const repetitions = Number(values.repetitions);
const chosen = cases.filter(({ name }) => name.includes(values.only));
if (values.help) process.stdout.write(USAGE);
else if (!Number.isInteger(repetitions) || repetitions < 1 || chosen.length === 0) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else main();

function main(): void {
  const summaries = chosen.map((wanted) =>
    summarise(
      wanted,
      Array.from({ length: repetitions }, (_, n) => measure(wanted, n)),
    ),
  );
  process.stdout.write(`${tableOf(summaries)}\n`);
  if (values.json !== undefined) {
    const { version, arch } = process;
    writeFileSync(values.json, `${JSON.stringify({ node: version, arch, cases: summaries }, null, 2)}\n`);
  }
  for (const { name, wrong } of summaries) for (const what of wrong) process.stderr.write(`${name}: ${what}\n`);
  if (summaries.some(({ wrong }) => wrong.length > 0)) process.exitCode = 1;
}

function measure({ name }: Case, n: number): Measurement {
  process.stderr.write(`${name}, ${n + 1} of ${repetitions}\n`);
  const child = spawnSync(process.execPath, [fileURLToPath(new URL("measure.js", import.meta.url)), name], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (child.status !== 0) throw new Error(`${name}: the measuring process ended with ${child.signal ?? child.status}`);
  return JSON.parse(child.stdout) as Measurement;
}

function tableOf(summaries: readonly Summary[]): string {
  const whole = (number: number): string => Math.round(number).toLocaleString("en");
  const table = new Table({
    head: ["case", "states", "transitions", "seconds", "transitions/s (slowest–fastest)", "bytes/state", "peak MiB"],
    colAligns: ["left", "right", "right", "right", "right", "right", "right"],
    style: { head: [], border: [] },
  });
  for (const { name, states, transitions, seconds, rate, bytesPerState, peak } of summaries)
    table.push([
      name,
      whole(states),
      whole(transitions),
      seconds.toFixed(2),
      `${whole(rate.median)} (${whole(rate.least)}–${whole(rate.most)})`,
      bytesPerState.toFixed(1),
      whole(peak / 2 ** 20),
    ]);
  return table.toString();
}

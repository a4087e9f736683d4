/** `leasecheck case`: test cases at the level of system calls, under the model and on the running kernel. */
import { release } from "node:os";
import type { Command } from "commander";
import type { Case } from "../../model/kernel/cases/case.js";
import { isAsExpected, type JudgedCase, judge, type Kernel } from "../../model/kernel/cases/judge.js";
import { scopeOf } from "../../model/kernel/cases/scope.js";
import { leaseCore } from "../../properties/scenarios.js";
import { type Machine, machineOf } from "../machine/machine.js";
import { count, plural } from "../report/words.js";
import { casesIn } from "./case-files.js";
import { withKernel } from "./case-kernel.js";
import { differenceOf, judgedReport, overview } from "./case-report.js";
import { BAD_INPUT, INTERRUPTED } from "./errors.js";
import { selectMachines } from "./select.js";
import type { Session } from "./session.js";

interface CaseOptions {
  readonly design: string;
  readonly against?: string;
  readonly bug: readonly string[];
  readonly mend: readonly string[];
  readonly kernel?: boolean;
  readonly clock?: true;
}

/** Adds `leasecheck case` to the program. */
export function addCase(program: Command, session: Session): void {
  const list = (text: string, before: readonly string[]): string[] => [...before, ...text.split(",")];
  program
    .command("case")
    .description("run cases (docs/cases.md says how to write one) under the model, and on the running kernel")
    .argument("<files...>", "case files, or folders of them")
    .option("--design <name>", "the design to run under, or ./mine.js", DEFAULT)
    .option("--against <name>", "list what differs from what another design does, instead")
    .option("--bug <name>", "switch a seeded fault on", list, [])
    .option("--mend <name>", "mend a fault that the real system has today", list, [])
    .option("--kernel", "run them on this kernel too, under whatever design")
    .option("--no-kernel", "leave this kernel out")
    .option("--clock", "set fs.lease-break-time to 1 for cases that wait for it, and put it back")
    .action(async (paths: string[], options: CaseOptions) => {
      process.exitCode = await run(session, paths, options);
    });
}

/** The design that the running kernel has. */
const DEFAULT = "linux-6.18";

async function run(session: Session, paths: readonly string[], options: CaseOptions): Promise<number> {
  const { cases, problems } = casesIn(paths);
  for (const problem of problems) process.stderr.write(`leasecheck: ${problem} [bad-case]\n`);
  if (problems.length > 0) return BAD_INPUT;
  if (cases.length === 0) {
    session.print("No case there: nothing was judged.");
    return 3;
  }
  const signal = session.interruptible();
  const machineFor = await machines(options, options.design);
  if (options.against !== undefined) {
    const others = await machines(options, options.against);
    const before = await judgeAll(cases, others, NOT_ASKED, signal);
    return reportDifferences(session, options, before, await judgeAll(cases, machineFor, NOT_ASKED, signal), signal);
  }
  const isReal = options.design === DEFAULT && options.bug.length + options.mend.length === 0;
  if (!(options.kernel ?? isReal))
    return report(session, options, await judgeAll(cases, machineFor, NOT_ASKED, signal), NOT_ASKED, signal);
  return withKernel(options.clock === true, async (kernel) =>
    report(session, options, await judgeAll(cases, machineFor, kernel, signal), kernel, signal),
  );
}

const NOT_ASKED = "not asked";

/** Makes the machine for a case under a design. @throws UsageError for unknown names */
async function machines({ bug, mend }: CaseOptions, design: string): Promise<(of: Case) => Machine> {
  const [selected] = await selectMachines([leaseCore.name], { design: [design], property: [], bug, mend });
  const { scenario, design: found } = (selected as NonNullable<typeof selected>).machine;
  return (of) => machineOf(scenario, { design: found.name, bugs: bug, mends: mend, scope: scopeOf(of) });
}

async function judgeAll(
  cases: readonly Case[],
  machineFor: (of: Case) => Machine,
  kernel: Kernel | string,
  signal: AbortSignal,
): Promise<JudgedCase[]> {
  const judged: JudgedCase[] = [];
  for (const of of cases) {
    if (signal.aborted) break;
    judged.push(await judge(machineFor(of), of, kernel));
  }
  return judged;
}

function report(
  { print, paint, width }: Session,
  { design, bug, mend, kernel: wanted }: CaseOptions,
  judged: readonly JudgedCase[],
  kernel: Kernel | string,
  signal: AbortSignal,
): number {
  print(`Model: ${[`design ${design}`, ...bug, ...mend.map((name) => `${name} mended`)].join(", ")}.`);
  print(`Kernel: ${typeof kernel === "string" ? kernel : `Linux ${release()}, ${process.arch}`}.\n`);
  print(overview(judged, typeof kernel !== "string", paint));
  const different = judged.filter((one) => !isAsExpected(one));
  for (const one of different) print(`\n${judgedReport(one, design, paint, width)}`);
  const asked = judged.filter(({ skipped }) => skipped === null).length;
  const right = judged.length - different.length;
  print(`\n${plural(judged.length, "case")}, ${count(asked)} on the kernel too: ${count(right)} as expected.`);
  if (signal.aborted) return INTERRUPTED;
  if (different.length > 0) return 1;
  return wanted === true && asked === 0 ? 3 : 0;
}

function reportDifferences(
  { print, paint }: Session,
  { design, against = DEFAULT }: CaseOptions,
  before: readonly JudgedCase[],
  after: readonly JudgedCase[],
  signal: AbortSignal,
): number {
  const pairs = after.flatMap((one, n) => {
    const earlier = before[n];
    return earlier === undefined ? [] : [{ before: earlier, after: one }];
  });
  const different = pairs.flatMap((pair) => differenceOf(pair, [against, design], paint) ?? []);
  const fail = different.filter(({ fails }) => fails).length;
  for (const { text } of different) print(`${text}\n`);
  const go = different.length === 1 ? "goes" : "go";
  print(
    `${plural(pairs.length, "case")}: under ${design} ${count(different.length)} ${go} differently than under ${against}, and ${count(fail)} of them no longer as expected.`,
  );
  if (signal.aborted) return INTERRUPTED;
  return different.length > 0 ? 1 : 0;
}

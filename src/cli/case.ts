/** `leasecheck case`: test cases at the level of system calls, under the model and on the running kernel. */
import { release } from "node:os";
import type { Command } from "commander";
import type { Case } from "../../model/kernel/cases/case.js";
import { isAsExpected, type JudgedCase, judge, type Kernel } from "../../model/kernel/cases/judge.js";
import { scopeOf } from "../../model/kernel/cases/scope.js";
import { leaseCore } from "../../properties/scenarios.js";
import { type Machine, machineOf } from "../machine/machine.js";
import { plural } from "../report/words.js";
import { casesIn } from "./case-files.js";
import { withKernel } from "./case-kernel.js";
import { differenceReport, judgedReport, overview } from "./case-report.js";
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
  if (options.against !== undefined) return compare(session, cases, options, options.against);
  const machineFor = await machines(options, options.design);
  const real = options.kernel ?? (options.design === DEFAULT && options.bug.length + options.mend.length === 0);
  if (!real) return report(session, options, await judgeAll(session, cases, machineFor, NOT_ASKED), NOT_ASKED);
  return withKernel(options.clock === true, async (kernel) =>
    report(session, options, await judgeAll(session, cases, machineFor, kernel), kernel),
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
  session: Session,
  cases: readonly Case[],
  machineFor: (of: Case) => Machine,
  kernel: Kernel | string,
): Promise<JudgedCase[]> {
  const signal = session.interruptible();
  const judged: JudgedCase[] = [];
  for (const of of cases) {
    if (signal.aborted) break;
    judged.push(await judge(machineFor(of), of, kernel));
  }
  return judged;
}

function report(
  session: Session,
  options: CaseOptions,
  judged: readonly JudgedCase[],
  kernel: Kernel | string,
): number {
  const { print, paint } = session;
  const faults = [...options.bug, ...options.mend.map((name) => `${name} mended`)];
  print(`Model: design ${[options.design, ...faults].join(", ")}. Kernel: ${kernelWords(kernel)}.`);
  print(overview(judged, paint));
  const different = judged.filter((one) => !isAsExpected(one));
  for (const one of different) print(`\n${judgedReport(one, options.design, paint, session.width)}`);
  const asked = judged.filter(({ skipped }) => skipped === null).length;
  print(
    `\n${plural(judged.length, "case")}: ${judged.length - different.length} as expected, ${different.length} not; ${asked} of them on the kernel too.`,
  );
  return different.length > 0 ? 1 : 0;
}

const kernelWords = (kernel: Kernel | string): string =>
  typeof kernel === "string" ? kernel : `Linux ${release()}, ${process.arch}`;

async function compare(
  session: Session,
  cases: readonly Case[],
  options: CaseOptions,
  against: string,
): Promise<number> {
  const { print } = session;
  const one = await judgeAll(session, cases, await machines(options, against), NOT_ASKED);
  const other = await judgeAll(session, cases, await machines(options, options.design), NOT_ASKED);
  const pairs = one.flatMap((before, n) => {
    const after = other[n];
    return after === undefined ? [] : [{ before, after }];
  });
  const reports = pairs.flatMap((pair) => differenceReport(pair, [against, options.design], session.paint) ?? []);
  for (const text of reports) print(`${text}\n`);
  print(
    `${plural(pairs.length, "case")}: ${plural(reports.length, "goes", "go")} differently under ${options.design} than under ${against}.`,
  );
  return pairs.length < cases.length ? INTERRUPTED : reports.length > 0 ? 1 : 0;
}

/** `leasecheck case`: test cases at the level of system calls, under the model and on the running kernel. */
import { release } from "node:os";
import type { Command } from "commander";
import type { Case } from "../../model/kernel/cases/case.js";
import { isAsExpected, type JudgedCase, judge, type Kernel } from "../../model/kernel/cases/judge.js";
import { scopeOf } from "../../model/kernel/cases/scope.js";
import { leaseCore } from "../../properties/scenarios/lease-core.js";
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
  const model = await modelOf(options, options.design);
  if (options.against !== undefined) {
    const other = await modelOf(options, options.against);
    const before = await judgeAll(cases, other, NOT_ASKED, signal);
    const after = await judgeAll(cases, model, NOT_ASKED, signal);
    return reportDifferences(session, [other.design, model.design], before, after, signal);
  }
  const ask = async (kernel: Kernel | string): Promise<number> =>
    report(session, options, model, await judgeAll(cases, model, kernel, signal), kernel, signal);
  const isReal = model.design === DEFAULT && options.bug.length + options.mend.length === 0;
  return (options.kernel ?? isReal) ? withKernel(options.clock === true, ask) : ask(NOT_ASKED);
}

const NOT_ASKED = "not asked";

/** What cases are run under. */
interface Model {
  readonly design: string;
  /** Arguments that name the modules it takes. */
  readonly modules: readonly string[];
  /** A machine with room for a case. */
  readonly machineFor: (of: Case) => Machine;
}

/** @throws UsageError for unknown names */
async function modelOf({ bug, mend }: CaseOptions, named: string): Promise<Model> {
  const [selected] = await selectMachines([leaseCore.name], { design: [named], property: [], bug, mend });
  const { machine, modules } = selected as NonNullable<typeof selected>;
  const { scenario, design } = machine;
  return {
    design: design.name,
    modules,
    machineFor: (of) => machineOf(scenario, { design: design.name, bugs: bug, mends: mend, scope: scopeOf(of) }),
  };
}

async function judgeAll(
  cases: readonly Case[],
  { machineFor }: Model,
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
  { bug, mend, kernel: wanted }: CaseOptions,
  { design, modules }: Model,
  judged: readonly JudgedCase[],
  kernel: Kernel | string,
  signal: AbortSignal,
): number {
  print(`Model: ${[`design ${design}`, ...bug, ...mend.map((name) => `${name} mended`)].join(", ")}.`);
  print(`Kernel: ${typeof kernel === "string" ? kernel : `Linux ${release()}, ${process.arch}`}.\n`);
  print(overview(judged, typeof kernel !== "string", paint));
  const different = judged.filter((one) => !isAsExpected(one));
  for (const one of different) print(`\n${judgedReport(one, modules, paint, width)}`);
  const asked = judged.filter(({ skipped }) => skipped === null).length;
  const right = judged.length - different.length;
  const too = asked === 0 ? "" : `, ${count(asked)} on the kernel too`;
  print(`\n${plural(judged.length, "case")}${too}: ${count(right)} as expected.`);
  if (signal.aborted) return INTERRUPTED;
  if (different.length > 0) return 1;
  return wanted === true && asked === 0 ? 3 : 0;
}

function reportDifferences(
  { print, paint }: Session,
  [against, design]: readonly [string, string],
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

/** Cases for tests: written in place, and judged under a machine of their own. */
import { type Case, titleOf } from "../../../../model/kernel/cases/case.js";
import { isAsExpected, type JudgedCase, judge, type Kernel } from "../../../../model/kernel/cases/judge.js";
import { readCases } from "../../../../model/kernel/cases/read-case.js";
import { scopeOf } from "../../../../model/kernel/cases/scope.js";
import { leaseCore } from "../../../../properties/scenarios.js";
import { type MachineChoice, machineOf } from "../../../../src/machine/machine.js";

/** The problems of a text, as `line:column: problem`. */
export const problemsOf = (text: string): string[] =>
  readCases("test", text).problems.map(({ line, column, problem }) => `${line}:${column}: ${problem}`);

/** The one case of a text. */
export function caseOf(text: string): Case {
  const { cases, problems } = readCases("test", text);
  const [only] = cases;
  if (only === undefined || problems.length > 0) throw new Error(JSON.stringify(problems));
  return only;
}

/** A case with these processes and steps. */
export const steps = (processes: string, ...lines: readonly string[]): string =>
  ["name: test", `processes: [${processes}]`, "steps:", ...lines.map((line) => `  ${line}`)].join("\n");

/** Judges a case, without a kernel unless there is one. */
export const judged = (of: Case, choice: MachineChoice = {}, kernel: Kernel | string = "none"): Promise<JudgedCase> =>
  judge(machineOf(leaseCore, { ...choice, scope: scopeOf(of) }), of, kernel);

/** The titles of cases that did not go as expected. */
export const failed = (cases: readonly JudgedCase[]): string[] =>
  cases.filter((one) => !isAsExpected(one)).map(({ of }) => titleOf(of));

/** `compare --behaviours D1 D2 [SCENARIO]`: the shortest behaviours whose outcome differs between two designs. */
import { differencesOf } from "../conformance/differences.js";
import type { Step } from "../machine/action.js";
import { UsageError } from "../machine/errors.js";
import { type Machine, machineOf } from "../machine/machine.js";
import { completeScope } from "../machine/scope.js";
import { type Direction, directionReport } from "../report/behaviours.js";
import { exitStatus } from "../report/row.js";
import { paragraph, scopeWords } from "../report/words.js";
import { writeFileAtomically } from "../report/write-file.js";
import { behaviourOf } from "../trace/behaviour.js";
import { encodeToken } from "../trace/token.js";
import { INTERRUPTED } from "./errors.js";
import { writablePath } from "./files.js";
import type { LimitOptions, ScopeChoice } from "./options.js";
import { scenariosNamed, scopeFor } from "./select.js";
import { type Session, version } from "./session.js";

/** What the command line says. */
export interface BehaviourOptions extends LimitOptions {
  readonly mend: readonly string[];
  readonly scope?: ScopeChoice;
  readonly json?: string;
}

/** Pairs at most, in each direction, unless something else is said. */
const PAIRS = 100_000;

/**
 * Compares what two designs show, in both directions, and prints it.
 * @param names the two designs, and perhaps a scenario (or module)
 * @throws UsageError for names that are unknown, no two designs, or a scenario that does not say what is seen
 */
export async function compareBehaviours(
  session: Session,
  names: readonly string[],
  options: BehaviourOptions,
): Promise<number> {
  const [first, second, ...wanted] = names;
  if (first === undefined || second === undefined || wanted.length > 1 || first === second)
    throw new UsageError("bad-option", "--behaviours takes two designs, and perhaps a scenario");
  const json = options.json === undefined ? null : writablePath("--json", options.json);
  const signal = session.interruptible();
  const searched: (Direction & { readonly scenario: string; readonly scope: object })[] = [];
  const { print, paint, width } = session;
  for (const [one, other] of await machinesOf(first, second, wanted, options)) {
    const { scenario, scope, mends } = one;
    print(
      `${paint("bold", scenario.name)} · ${first} and ${second}\n${paragraph("  scope   ", scopeWords(scope), width)}`,
    );
    if (mends.length > 0) print(`  mended  ${mends.join(" ")}`);
    for (const [left, right] of [
      [one, other],
      [other, one],
    ] as const) {
      const tokenOf = (design: string, steps: readonly Step[]): string => {
        const machine = design === left.design.name ? left : right;
        return encodeToken(behaviourOf(machine, steps, null), machine);
      };
      const differences = await differencesOf(left, right, {
        maxPairs: options.maxStates ?? PAIRS,
        maxDepth: options.maxDepth,
        maxSeconds: options.maxTime,
        signal,
      });
      const direction = { only: left.design.name, other: right.design.name, differences };
      print(`\n${directionReport(direction, tokenOf, paint, width)}`);
      searched.push({ scenario: scenario.name, scope, ...direction });
    }
  }
  if (json !== null) {
    const report = { tool: "leasecheck", version: version(), command: "compare", behaviours: searched };
    writeFileAtomically(json, `${JSON.stringify(report, null, 2)}\n`);
  }
  if (signal.aborted) return INTERRUPTED;
  const isOpen = searched.every(({ differences: { found, complete } }) => found.length === 0 && !complete);
  return exitStatus([isOpen ? "unknown" : "holds"]);
}

/** The two machines, for each scenario that has both designs. */
async function machinesOf(
  first: string,
  second: string,
  wanted: readonly string[],
  { scope, mend }: BehaviourOptions,
): Promise<(readonly [Machine, Machine])[]> {
  const scenarios = (await scenariosNamed(wanted)).map(({ scenario }) => scenario);
  const having = scenarios.filter(({ designs, faults }) => {
    const both = [first, second].every((name) => designs.some((design) => design.name === name));
    return both && mend.every((name) => faults.some((fault) => fault.name === name));
  });
  // One that lacks a name says so itself.
  return (wanted.length > 0 || having.length === 0 ? scenarios.slice(0, 1) : having).map((scenario) => {
    if (scenario.observe === null)
      throw new UsageError("not-observed", `scenario ${scenario.name} does not say what is seen of its steps`);
    const within = scope === undefined ? completeScope(scenario, "quick") : scopeFor(scenario, scope);
    const make = (design: string): Machine => machineOf(scenario, { design, scope: within, mends: mend });
    return [make(first), make(second)];
  });
}

/** The work behind `compare`: every design of a scenario against every property, and once more with the design's own faults mended. */
import { isDeepStrictEqual } from "node:util";
import { inherentFaults, type Machine, machineOf } from "../machine/machine.js";
import type { Design, Scenario } from "../machine/scenario.js";
import type { ResultRow } from "../report/row.js";
import { exerciseOf, verdictsOf } from "../report/verdicts.js";
import type { Checked } from "../temporal/result.js";

/** One design and one property. */
export interface Cell {
  readonly row: ResultRow;
  /** The same with the faults of the design mended that the property names as culprits; `null` where nothing was to be mended. */
  readonly mended: ResultRow | null;
}

/** What `compare` found out about one scenario. */
export interface Comparison {
  readonly scenario: Scenario;
  /** The explorations, in the order in which they were made: the designs as they are, then the mended ones. */
  readonly results: readonly Checked[];
  readonly cells: readonly Cell[];
}

/** Explores a machine; `null` once the command was interrupted. */
export type Explore = (machine: Machine) => Promise<Checked | null>;

/**
 * Compares the designs of a scenario at its `quick` scope. Cells that need the same faults mended share an exploration.
 * @param first the position of the first exploration in the report
 */
export async function compareDesigns(scenario: Scenario, search: Explore, first = 0): Promise<Comparison> {
  const explore = once(search);
  const results: Checked[] = [];
  for (const { name } of scenario.designs) {
    const result = await explore(machineOf(scenario, { scope: "quick", design: name }));
    if (result === null) break;
    results.push(result);
  }
  const exercise = exerciseOf(results);
  const rows = results.flatMap((result, n) => verdictsOf(result, first + n, exercise));
  const mended = new Map<ResultRow, ResultRow>();
  for (const { design, mends, wanted } of mendings(scenario, rows)) {
    const machine = machineOf(scenario, { scope: "quick", design, mends });
    const names = new Set(wanted.map(({ property }) => property));
    const result = await explore({
      ...machine,
      // Only what is asked again, so that the search may end as soon as that is decided.
      scenario: { ...machine.scenario, deadlocks: false },
      properties: machine.properties.filter(({ name }) => names.has(name)),
    });
    if (result === null) break;
    results.push(result);
    const again = verdictsOf(result, first + results.length - 1, exercise);
    for (const row of wanted) {
      const answer = again.find(({ property, kind }) => property === row.property && kind === row.kind);
      if (answer !== undefined) mended.set(row, answer);
    }
  }
  return { scenario, results, cells: rows.map((row) => ({ row, mended: mended.get(row) ?? null })) };
}

/**
 * The machine on which liveness is judged: that of the scope `liveness` where a scenario has one, since graphs for liveness
 * have no symmetry; `undefined` where it is the machine itself.
 */
export function livenessMachineOf({ scenario, design, mends, properties }: Machine): Machine | undefined {
  if (scenario.scopes.liveness === undefined) return undefined;
  const machine = machineOf(scenario, { scope: "liveness", design: design.name, mends });
  const names = new Set(properties.map(({ name }) => name));
  return { ...machine, properties: machine.properties.filter(({ name }) => names.has(name)) };
}

/** Searches machines that are the same once: those of one scenario whose constants are equal. */
function once(search: Explore): Explore {
  const known = new Map<string, Checked>();
  return async (machine) => {
    const key = keyOf(machine);
    const found = key === null ? undefined : known.get(key);
    if (found !== undefined) return { ...found, machine, sameAs: found.machine.design.name };
    const result = await search(machine);
    if (key !== null && result !== null) known.set(key, result);
    return result;
  };
}

/** Equal for the same machines; `null` where constants hold more than plain data, and so cannot be compared. */
function keyOf(machine: Machine): string | null {
  const { scope, constants, scenario, properties } = machine;
  const plain = JSON.stringify(constants);
  if (!isDeepStrictEqual(JSON.parse(plain), constants)) return null;
  return JSON.stringify([
    scope,
    machine.bugs,
    machine.mends,
    plain,
    scenario.deadlocks,
    properties.map(({ name }) => name),
  ]);
}

interface Mending {
  readonly design: string;
  readonly mends: readonly string[];
  readonly wanted: ResultRow[];
}

/** The combinations of design and mended faults that the violated cells call for. */
function mendings(scenario: Scenario, rows: readonly ResultRow[]): Mending[] {
  const found = new Map<string, Mending>();
  for (const row of rows) {
    if (row.verdict !== "violated") continue;
    const culprits = scenario.properties.find(({ name }) => name === row.property)?.violatedBy ?? [];
    const design = scenario.designs.find(({ name }) => name === row.design) as Design;
    const mends = inherentFaults(scenario, design)
      .filter((name) => culprits.includes(name))
      .sort();
    if (mends.length === 0) continue;
    const key = JSON.stringify([row.design, mends]);
    const mending = found.get(key) ?? { design: row.design, mends, wanted: [] };
    mending.wanted.push(row);
    found.set(key, mending);
  }
  return [...found.values()];
}

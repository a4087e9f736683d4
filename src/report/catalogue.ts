/** What there is, in lists, and what each thing means: the pages of `list` and `explain`. */
import type { Action } from "../machine/action.js";
import { machineOf } from "../machine/machine.js";
import type { Property, PropertyKind } from "../machine/property.js";
import type { Design, Fault, Scenario } from "../machine/scenario.js";
import { completeScope, domain } from "../machine/scope.js";
import { NO_DEADLOCK } from "../machine/verdict.js";
import { describe, resolve } from "../schema/shape.js";
import { assumptionsOf } from "../temporal/constraints.js";
import type { Paint } from "./paint.js";
import { paragraph } from "./words.js";

/** A name and what it means. */
export interface Entry {
  readonly name: string;
  /** One sentence, for lists. */
  readonly says: string;
  /** Labelled facts, for a page of its own. */
  readonly facts: readonly (readonly [label: string, text: string])[];
}
/** The lists that there are. */
export const SECTIONS = ["scenarios", "designs", "properties", "bugs", "actions"] as const;
export type Section = (typeof SECTIONS)[number];

/** What a scenario has of each kind. */
export function entriesOf(section: Section, scenario: Scenario): Entry[] {
  switch (section) {
    case "scenarios":
      return [scenarioEntry(scenario)];
    case "designs":
      return scenario.designs.map((design) => designEntry(design, scenario));
    case "properties":
      return [...scenario.properties.map((property) => propertyEntry(property, scenario)), ...noDeadlock(scenario)];
    case "bugs":
      return scenario.faults.map((fault) => faultEntry(fault, scenario));
    case "actions":
      return scenario.actions.map((action) => actionEntry(action, scenario));
  }
}

/** `name  what it means`, set in two columns. */
export function printList(entries: readonly Entry[], paint: Paint, width: number): string {
  const wide = Math.min(Math.max(...entries.map(({ name }) => name.length)), 32);
  return entries
    .map(({ name, says }) => {
      const text = paragraph(" ".repeat(wide + 4), says.split(" "), width).slice(wide + 4);
      return `  ${paint("bold", name)}${" ".repeat(Math.max(wide - name.length, 0) + 2)}${text}`.trimEnd();
    })
    .join("\n");
}

/** A page about one thing. */
export function printEntry(title: string, { name, says, facts }: Entry, paint: Paint, width: number): string {
  const lines = [`${paint("bold", name)} (${title})`];
  if (says !== "") lines.push(paragraph("  ", says.split(" "), width));
  const told = facts.filter(([, text]) => text !== "");
  const wide = Math.max(0, ...told.map(([label]) => label.length));
  for (const [label, text] of told) {
    const [first, ...more] = text.split("\n");
    lines.push(paragraph(`  ${label.padEnd(wide)}  `, (first as string).split(" "), width));
    for (const line of more) lines.push(paragraph(" ".repeat(wide + 4), line.split(" "), width));
  }
  return lines.join("\n");
}

const KINDS: Readonly<Record<PropertyKind, string>> = {
  state: "judged on every reachable state",
  step: "judged on every step",
  "state+step": "judged on every reachable state and on every step",
  sometimes: "asks that something can be reached",
  deadlock: "judged on every reachable state without successors",
  liveness: "judged on every fair behaviour, for ever",
};

const FAULT_KINDS: Readonly<Record<Fault["kind"], (name: string) => string>> = {
  historical: (name) => `historical: absent unless --bug ${name} adds it`,
  live: (name) => `live: in the real system today, hence in the model, unless --mend ${name} removes it`,
  "as posted": (name) => `as posted: in the patches as they were posted; elsewhere absent unless --bug ${name} adds it`,
  invented: (name) => `invented: never was in the real system; absent unless --bug ${name} adds it`,
};

const propertyEntry = ({ name, kind, says, source, violatedBy, on }: Property, scenario: Scenario): Entry => ({
  name,
  says,
  facts: [
    ["scenario", scenario.name],
    ["kind", `${kind}: ${KINDS[kind]}`],
    ["watches", on === null ? "" : on.join(", ")],
    ...assumed(kind, scenario),
    ["source", source],
    [kind === "sometimes" ? "reached by" : "violated by", violatedBy.join(", ")],
  ],
});

/** What liveness assumes in a scenario, in one of its usual scopes or in all. */
function assumed(kind: PropertyKind, scenario: Scenario): [string, string][] {
  if (kind !== "liveness") return [];
  const usual = ["default", "quick"].map((scope) => {
    const assumptions = assumptionsOf(machineOf(scenario, { scope }));
    return { scope, clauses: assumptions.map((one) => `${one.says} (${one.kind} fairness)`) };
  });
  return [...new Set(usual.flatMap(({ clauses }) => clauses))].map((clause) => {
    const where = usual.filter(({ clauses }) => clauses.includes(clause)).map(({ scope }) => scope);
    return ["assumes", where.length === usual.length ? clause : `${clause}, in the scope ${where.join(" and ")}`];
  });
}

const noDeadlock = (scenario: Scenario): Entry[] =>
  scenario.deadlocks
    ? [
        {
          name: NO_DEADLOCK,
          says: "every reachable state has a successor, or is one in which the system may stop",
          facts: [
            ["scenario", scenario.name],
            ["kind", `deadlock: ${KINDS.deadlock}`],
          ],
        },
      ]
    : [];

const designEntry = ({ name, says, source, faults }: Design, scenario: Scenario): Entry => ({
  name,
  says,
  facts: [
    ["scenario", scenario.name],
    ["faults", (faults ?? []).join(", ")],
    ["source", source],
  ],
});

const faultEntry = ({ name, kind, says, source, scope, design }: Fault, scenario: Scenario): Entry => ({
  name,
  says: `[${kind}] ${says}`,
  facts: [
    ["scenario", scenario.name],
    ["kind", FAULT_KINDS[kind](name)],
    ["source", source],
    ["judged under", design ?? ""],
    [
      "shows in scope",
      Object.entries(scope ?? {})
        .map(([key, value]) => `${key}=${String(value)}`)
        .join(" "),
    ],
    [
      "violates",
      scenario.properties
        .filter(({ violatedBy }) => violatedBy.includes(name))
        .map((property) => property.name)
        .join(", "),
    ],
  ],
});

function actionEntry({ name, parameters, atomicUnder, source }: Action, scenario: Scenario): Entry {
  const scope = completeScope(scenario, "default");
  const domains = Object.entries(parameters).map(([key, schema]) => `${key}: ${describe(resolve(schema, scope, key))}`);
  return {
    name,
    says: atomicUnder === "" ? source : `atomic under ${atomicUnder}`,
    facts: [
      ["scenario", scenario.name],
      ["parameters", domains.join("\n")],
      ["atomic under", atomicUnder],
      ["source", source],
    ],
  };
}

const scenarioEntry = (scenario: Scenario): Entry => ({
  name: scenario.name,
  says: scenario.says,
  facts: [
    [
      "scope keys",
      Object.entries(scenario.scope)
        .map(([name, key]) => `${name}: ${domain(key)}, default ${String(key.default)}; ${key.says}`)
        .join("\n"),
    ],
    [
      "scopes",
      Object.entries(scenario.scopes)
        .map(([name, values]) => `${name}: ${changes(values)}`)
        .join("\n"),
    ],
    ["designs", names(scenario.designs)],
    ["bugs", names(scenario.faults)],
    ["properties", names(scenario.properties)],
    ["actions", names(scenario.actions)],
  ],
});

const changes = (values: Readonly<Record<string, unknown>>): string =>
  Object.keys(values).length === 0
    ? "the defaults"
    : Object.entries(values)
        .map(([key, value]) => `${key}=${String(value)}`)
        .join(" ");
const names = (parts: readonly { readonly name: string }[]): string => parts.map(({ name }) => name).join(", ");

/** Patches read with what searches found of their faults, as Markdown. */
import { type Step, showStep } from "../machine/action.js";
import type { Fault } from "../machine/scenario.js";
import type { Checked } from "../temporal/result.js";
import { scopeOption } from "./exploration.js";
import { count } from "./words.js";

/** What was found of one fault. */
export interface FaultReading {
  readonly fault: Fault;
  readonly found: Checked;
  /** The same search where the fault is said not to show. */
  readonly hidden: { readonly says: string; readonly result: Checked } | null;
}

/** What was found of one patch. */
export interface PatchReport {
  readonly title: string;
  readonly known: string;
  readonly changes: string;
  readonly faults: readonly FaultReading[];
}

/** How many of the last steps of a behaviour are shown; what comes before leads up to them. */
const SHOWN = 6;

/** The whole text, ending with a newline. */
export function patchesReport(patches: readonly PatchReport[], mended: readonly Checked[]): string {
  return `${[
    "# Patches 1 to 6",
    "What each patch of the series changes, what is wrong in it, and how little mends that. Written by `leasecheck patches`, from " +
      "exhaustive searches: each fault alone, at the smallest scope that shows it, with a shortest behaviour. *As posted* faults are " +
      "those of the patches; *invented* ones show what a patch is for, or what a body that was not found must not do.",
    ...patches.flatMap((patch, n) => patchPart(patch, n + 1)),
    "## With all of that mended",
    ...mended.map(mendedLine),
  ].join("\n\n")}\n`;
}

function patchPart({ title, known, changes, faults }: PatchReport, number: number): string[] {
  return [`## ${number}. ${title}`, `${known} ${changes}`, ...faults.map(faultPart)];
}

function faultPart({ fault, found, hidden }: FaultReading): string {
  const [what, ...mending] = fault.says.split(/(?=Mended by )/);
  const violations = violationsOf(found);
  const lines = [`**${fault.name}** (${fault.kind}). ${(what as string).trim()}`];
  const [first] = violations;
  if (first !== undefined) {
    const names = violations.map(({ name, steps }) => `\`${name}\` (${steps.length} steps)`).join(", ");
    const last = first.steps.slice(-SHOWN).map((step) => `   - ${showStep(step)}`);
    lines.push(
      `- Violates ${names}. The shortest behaviour ${first.steps.length > SHOWN ? "ends" : "is"}:\n${last.join("\n")}`,
    );
  } else lines.push("- Violates nothing.");
  if (hidden !== null) {
    const shows = violationsOf(hidden.result).length > 0;
    lines.push(`- ${shows ? "Shows as well" : "Does not show"} ${hidden.says} (${searched(hidden.result)}).`);
  }
  if (mending.length > 0) lines.push(`- ${mending.join("").trim()}`);
  const { machine } = found;
  lines.push(
    `- \`leasecheck check ${machine.scenario.name} --bug ${fault.name} --scope '${scopeOption(machine)}'\`: ${searched(found)}`,
  );
  return `${lines[0]}\n\n${lines.slice(1).join("\n")}`;
}

interface Violation {
  readonly name: string;
  readonly steps: readonly Step[];
}

/** What is violated, shortest behaviours first; behaviours without end count up to where their loop closes. */
function violationsOf({ outcomes, liveness }: Checked): Violation[] {
  const lassos = (liveness?.outcomes ?? []).map(({ property, lasso }) => ({ property, steps: lasso?.steps ?? null }));
  return [...outcomes, ...lassos]
    .flatMap(({ property: { name, kind }, steps }) => (kind === "sometimes" || steps === null ? [] : [{ name, steps }]))
    .sort((a, b) => a.steps.length - b.steps.length);
}

const searched = ({ states, symmetry, complete }: Checked): string =>
  `${count(states)} states${symmetry === null ? "" : " up to symmetry"}${complete ? "" : ", not all"}`;

function mendedLine(result: Checked): string {
  const { liveness, deadlock, machine } = result;
  const names = [...violationsOf(result).map(({ name }) => name), ...(deadlock === null ? [] : ["no-deadlock"])];
  const complete = result.complete && liveness?.complete !== false;
  const verdict =
    names.length > 0 ? `violated: ${names.join(", ")}` : complete ? "every property holds" : "nothing was found";
  const steps = liveness === undefined ? "" : `; for liveness ${count(liveness.states)} states, without symmetry`;
  return `- \`${machine.scenario.name}\`, quick scope: ${verdict}; ${searched(result)}${complete ? steps : ""}.`;
}

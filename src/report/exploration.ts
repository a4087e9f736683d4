/** What was searched, in words: the head of a report and the line that sums a search up. */
import type { Machine } from "../machine/machine.js";
import { scopeChanges } from "../machine/scope.js";
import type { ExplorationResult, Lossy } from "../search/result.js";
import type { LivenessResult } from "../temporal/result.js";
import type { Paint } from "./paint.js";
import { count, duration, limitWords, paragraph, plural, scopeWords } from "./words.js";

/** Scenario, design, every scope key, and the faults that are in, added or mended. */
export function machineHeader(machine: Machine, paint: Paint, width = 80): string {
  const { scenario, design, scope, bugs, mends } = machine;
  const lines = [paint("bold", `${scenario.name} · design ${design.name}`)];
  const words = scopeWords(scope);
  if (words.length > 0) lines.push(paragraph("  scope   ", words, width));
  const live = scenario.faults.filter(({ kind, name }) => kind === "live" && !mends.includes(name));
  const posted = (design.faults ?? []).filter((name) => !mends.includes(name));
  const faults = [
    ...(live.length > 0 ? [`in the system today: ${live.map(({ name }) => name).join(" ")}`] : []),
    ...(posted.length > 0 ? [`of the design: ${posted.join(" ")}`] : []),
    ...(bugs.length > 0 ? [`added: ${bugs.join(" ")}`] : []),
    ...(mends.length > 0 ? [`mended: ${mends.join(" ")}`] : []),
  ];
  if (faults.length > 0) lines.push(`  faults  ${faults.join("; ")}`);
  return lines.join("\n");
}

/** The scope as the `--scope` option takes it: only what differs from the default; empty when nothing does. */
export const scopeOption = (machine: Machine): string =>
  Object.entries(scopeChanges(machine.scenario, machine.scope))
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(",");

/**
 * `514,741 distinct states, 3,284,281 transitions, depth 21, 3.1 s, …`, what was left out, and what a reduction rests on:
 * `149,293 states up to symmetry, …`.
 */
export function summaryLine(result: ExplorationResult): string {
  const { states, transitions, depth, seconds, bytes, complete, limit, modelError, symmetry, machine, lossy } = result;
  const parts = [
    symmetry === null ? plural(states, "distinct state") : `${plural(states, "state")} up to symmetry`,
    plural(transitions, "transition"),
    `depth ${depth}`,
    duration(seconds),
    `${count(transitions / Math.max(seconds, 0.001))} transitions/s`,
    `${count(bytes / Math.max(states, 1))} bytes a state`,
  ];
  const left = complete
    ? lossy === null
      ? "Complete: every reachable state of this scope was searched."
      : "Complete, unless states were omitted."
    : modelError !== null
      ? "Not complete: the search ended at a model error."
      : limit !== null
        ? `Not complete: ${limitWords(limit)}.`
        : "Ended early: everything that was asked for is decided.";
  const kinds = machine.symmetry.map(({ name }) => name).join(", ");
  const reduced =
    symmetry === null
      ? ""
      : `\nInterchangeable: ${kinds}; found so in each of ${plural(symmetry.examined, "state")} looked at with other names.`;
  const omitted = lossy === null ? "" : `\n${omissionWords(lossy)}`;
  return `${parts.join(", ")}\n${left}${omitted}${modelError === null ? reduced : ""}`;
}

/** How likely an omission is, and what that is a statement about. */
function omissionWords({ omission, told }: Lossy): string {
  const chance = omission === 0 ? "0" : omission.toExponential(1);
  const bound = `Fingerprints instead of states: a search of this size omits a state with probability ${chance} at most, over the choice of fingerprints.`;
  if (told === null) return bound;
  return `${bound}\nThe second fingerprint told ${plural(told, "state")} from others that agreed in the first.`;
}

/** The actions that had not fired when a limit was hit, as a note; empty when there are none. */
export function unfiredNote(result: ExplorationResult, width = 80): string {
  const names = result.machine.actions.filter((_, n) => result.fired[n] === 0).map(({ name }) => name);
  if (names.length === 0 || result.limit === null) return "";
  const words = names.map((name, n) => (n === names.length - 1 ? name : `${name},`));
  return paragraph("Not fired so far: ", words, width);
}

const TOO_MANY =
  "It needs all states and steps in memory, and there are too many;\na smaller scope has fewer, and --max-states says how many it may be.";
const NEEDS_MEMORY = ", and liveness needs every state and step in it (--no-liveness leaves it out)";

/** What was searched for liveness, and under which assumptions the verdicts on it stand. */
export function livenessLines(liveness: LivenessResult, width: number): string {
  const { states, transitions, seconds, bytes, limit, assumptions, machine } = liveness;
  if (states === 0 && limit === "states") return `Liveness: not searched. ${TOO_MANY}`;
  const parts = [plural(states, "distinct state"), plural(transitions, "transition"), duration(seconds)];
  const symmetric = machine.symmetry.length === 0 ? "" : "; symmetry is not used for it";
  return [
    `Liveness: ${parts.join(", ")}, ${count(bytes / 2 ** 20)} MiB${symmetric}`,
    ...(limit === null ? [] : [`Not complete: ${limitWords(limit)}${limit === "memory" ? NEEDS_MEMORY : ""}.`]),
    ...assumptions.map((clause) => paragraph("  assumes: ", clause.split(" "), width)),
  ].join("\n");
}

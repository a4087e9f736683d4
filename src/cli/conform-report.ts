/** What a person reads of a conformance run. */
import { isCommand } from "../../model/kernel/commands.js";
import { mismatchLines } from "../../model/kernel/pass.js";
import type { Control, Controllable } from "../conformance/controllable.js";
import { machineHeader } from "../report/exploration.js";
import type { Paint } from "../report/paint.js";
import { table } from "../report/table.js";
import { count, duration, paragraph, plural } from "../report/words.js";
import type { Judged, Passed } from "./conform-passes.js";

/** The machines, the passes with their counts, what is out of reach, and the mismatch with both sides. */
export function conformReport({ passes, skipped, control }: Judged, paint: Paint, width: number): string {
  const blocks: string[] = [];
  let shown: Passed["machine"] | null = null;
  for (const passed of passes) {
    if (passed.machine !== shown) blocks.push(machineHeader(passed.machine, paint, width), "");
    shown = passed.machine;
    blocks.push(...passLines(passed, paint, width), "");
  }
  const walks = passes.filter(({ kind }) => kind === "walk");
  if (walks.length > 0) blocks.push(stepTable(walks, width), "");
  if (skipped !== null) blocks.push(words("No behaviours that wait for the clock: ", skipped, width));
  blocks.push(words("Not controllable from user space: ", UNCONTROLLABLE, width));
  if (control !== null) blocks.push(controlTable(control, width));
  if (passes.length > 0) blocks.push(totalLine(passes));
  return blocks.join("\n");
}

const UNCONTROLLABLE =
  "orders in which a step of another call comes between the steps of one; the unit is a call, until it returns or sleeps.";

/** How much of the graph that is, by action. */
function controlTable({ states, transitions, actions }: Control, width: number): string {
  const races = ({ all, controllable }: Controllable): number => all - controllable;
  const rows = [...actions]
    .filter(([, one]) => races(one) > 0)
    .map(([name, one]) => [name, count(races(one)), count(one.all)]);
  const text = `That is ${count(races(transitions))} of the ${count(transitions.all)} atomic steps of this scope and ${count(races(states))} of its ${count(states.all)} states (up to renaming), by search of the model:`;
  const columns = [
    { head: "step" },
    { head: "in races only", align: "right" },
    { head: "of", align: "right" },
  ] as const;
  return `${words("", text, width)}\n${table(columns, rows)}\n`;
}

function passLines(passed: Passed, paint: Paint, width: number): string[] {
  const { result } = passed;
  const { behaviours, commands, seconds, overtaken, found, mismatch } = result;
  const verdict = mismatch === null ? paint("green", "no mismatch") : paint("red", "MISMATCH");
  const lines = [
    `${headOf(passed)}: ${verdict}`,
    `  ${plural(behaviours, "behaviour")}, ${plural(commands, "command")}, ${duration(seconds)}, ${rateOf(result)}`,
    ...detailsOf(passed, width),
    ...(overtaken > 0
      ? [`  ${plural(overtaken, "behaviour")} cut short: a deadline passed before its time (a busy machine)`]
      : []),
  ];
  if (mismatch === null || found === null) return lines;
  const where = passed.kind === "walk" ? `In walk ${passed.result.walk}` : "In a behaviour";
  return [
    ...lines,
    `${where} of ${plural(found.commands.length, "command")}, shrunk to ${mismatch.commands.length}:`,
    ...mismatchLines(mismatch),
  ];
}

function headOf({ kind, clock, result }: Passed): string {
  if (kind === "depth") return `All behaviours of up to ${plural(result.depth, "command")}`;
  if (kind === "cover") return `Every command in every situation${clock ? ", deadlines passing" : ""}`;
  return `Random walks${clock ? ", deadlines passing" : ""}`;
}

function detailsOf(passed: Passed, width: number): string[] {
  if (passed.kind === "depth") {
    const { all, elsewhere } = passed.result;
    const chosen = elsewhere > 0 ? `; in ${count(elsewhere)} the kernel went another of the allowed ways` : "";
    return [`  ${plural(all, "behaviour")} in all, carried out as those that are the beginning of no other${chosen}`];
  }
  if (passed.kind === "walk") return waitWords(passed);
  const { situations, steps, taken, left } = passed.result;
  const rest = [...left].map(([action, times]) => `${action} ${count(times)}`).join(", ");
  const complete = passed.result.complete
    ? "in situations that the model allows and nothing led to: only a race inside a call can, and the kernel went another of the allowed ways"
    : "not given: the run ended before";
  return [
    `  ${plural(situations, "situation")} up to renaming; ${count(taken)} of ${plural(steps, "transition")} covered`,
    ...waitWords(passed),
    ...(steps === taken ? [] : [paragraph("  ", `${count(steps - taken)} ${complete} (${rest})`.split(" "), width)]),
  ];
}

function waitWords({ clock, result: { waited, behaviours, expired } }: Passed): string[] {
  if (!clock) return [];
  return [
    `  ${plural(expired, "behaviour")} waited for expiry (${percent(expired, behaviours)}), ${duration(waited)} side by side`,
  ];
}

const percent = (part: number, whole: number): string => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;

const rateOf = ({ behaviours, seconds }: { readonly behaviours: number; readonly seconds: number }): string =>
  `${(behaviours / Math.max(seconds, 0.001)).toFixed(1)} behaviours/s`;

function totalLine(passes: readonly Passed[]): string {
  const sum = (of: (result: Passed["result"]) => number): number => passes.reduce((n, { result }) => n + of(result), 0);
  const seconds = sum((result) => result.seconds);
  const behaviours = sum((result) => result.behaviours);
  const share = percent(
    sum((result) => result.expired),
    behaviours,
  );
  return `In all ${plural(behaviours, "behaviour")} in ${duration(seconds)}, ${rateOf({ behaviours, seconds })}; ${share} waited for expiry.`;
}

function stepTable(walks: readonly Passed[], width: number): string {
  const actions = new Map<string, number>();
  for (const passed of walks)
    if (passed.kind === "walk")
      for (const [name, times] of passed.result.actions) actions.set(name, (actions.get(name) ?? 0) + times);
  const known = walks[0]?.machine.actions.map(({ name }) => name) ?? [];
  const rows = known
    .filter((name) => actions.has(name))
    .map((name) => [name, isCommand(name) ? "" : "inside a call", count(actions.get(name) ?? 0)]);
  const never = known.filter((name) => !actions.has(name));
  return [
    table([{ head: "step of the walks" }, { head: "" }, { head: "times", align: "right" }], rows),
    ...(never.length > 0 ? ["", words("Not exercised: ", never.join(", "), width)] : []),
  ].join("\n");
}

const words = (label: string, text: string, width: number): string => paragraph(label, text.split(" "), width);

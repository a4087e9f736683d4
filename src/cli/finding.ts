/** A result that has a behaviour to show: the behaviour step by step, and the command that replays it. */
import type { Machine } from "../machine/machine.js";
import { lassoLength, printLasso } from "../report/lasso.js";
import type { Paint } from "../report/paint.js";
import type { ResultRow } from "../report/row.js";
import { printTrace } from "../report/trace.js";
import { paragraph, plural } from "../report/words.js";
import { behaviourOf } from "../trace/behaviour.js";
import { replay } from "../trace/replay.js";
import { encodeToken } from "../trace/token.js";

/** The token that replays a row's behaviour, or `null` when it has none that the reference interpreter takes. */
export function tokenOf(
  machine: Machine,
  { steps, property, loop }: Pick<ResultRow, "steps" | "property" | "loop">,
): string | null {
  if (steps === null) return null;
  const behaviour = behaviourOf(machine, steps, property, loop);
  return replay(machine, behaviour).misfit === null ? encodeToken(behaviour, machine) : null;
}

/** `Reproduce: leasecheck replay lc1_…` with the modules that it takes. */
export const reproduceLine = (token: string, modules: readonly string[]): string =>
  `Reproduce: leasecheck replay ${[token, ...modules.map(quoted)].join(" ")}`;

/**
 * The behaviour of a violated row, as the reference interpreter replays it.
 * @param shortest what is known about its length, e.g. "no behaviour is shorter"
 * @param way the same of the way into a loop
 */
export function finding(
  machine: Machine,
  row: Pick<ResultRow, "steps" | "property" | "message" | "loop">,
  modules: readonly string[],
  paint: Paint,
  width: number,
  shortest = "no behaviour is shorter",
  way = "no way there is shorter",
): string {
  const steps = row.steps ?? [];
  const property = machine.properties.find(({ name }) => name === row.property);
  const again = replay(machine, behaviourOf(machine, steps, row.property, row.loop));
  const { lasso } = again;
  const length =
    lasso === null ? `in ${plural(steps.length, "step")} (${shortest})` : lassoLength(lasso.loop, steps.length, way);
  const lines = [
    `${paint("red", paint("bold", row.property))}, ${length}`,
    ...(property && property.says !== "" ? [paragraph("  It says: ", property.says.split(" "), width)] : []),
    ...(steps.length > 0
      ? [printTrace(again.steps, again.states.length, paint, lasso?.loop)]
      : ["  (in the initial state)"]),
  ];
  if (lasso !== null) lines.push(printLasso(lasso, steps.length, paint, width));
  const message = row.message ?? again.error;
  if (message !== null) lines.push(paragraph("  Error: ", message.split(/\s+/), width));
  if (again.outcome !== "violates" && again.outcome !== "reaches")
    lines.push(
      `  WARNING: the reference interpreter does not confirm this (${again.misfit?.message ?? again.outcome}); this is a fault of leasecheck`,
    );
  const token = tokenOf(machine, row);
  if (token !== null) lines.push(reproduceLine(token, modules));
  return lines.join("\n");
}

/** An argument as a shell takes it. */
export const quoted = (argument: string): string =>
  /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;

/** What `leasecheck validate` says about one file. */
import { shown } from "../../model/kernel/log-error.js";
import type { LoggedFile } from "../../model/kernel/read-log.js";
import type { HistoryVerdict } from "../../model/kernel/validate-history.js";
import type { Step } from "../machine/action.js";
import type { Machine } from "../machine/machine.js";
import { plural } from "../report/words.js";
import { diff, printChange } from "../schema/diff.js";
import { unpack } from "../schema/pack.js";
import { PackedMachine } from "../search/packed.js";
import { behaviourOf } from "../trace/behaviour.js";
import { encodeToken } from "../trace/token.js";
import { reproduceLine } from "./finding.js";
import type { Session } from "./session.js";

/** Reasons and states that are shown; the others are counted. */
const SHOWN = 3;

/** The verdict, and for a refusal the event, the reasons, the states possible there and a way to them. */
export function printVerdict(
  machine: Machine,
  { name, lines: events }: LoggedFile,
  verdict: HistoryVerdict,
  { paint }: Pick<Session, "paint">,
): string {
  const file = shown(name);
  if (verdict.kind === "fits")
    return [
      `${file}: ${paint("green", "fits")}: all ${plural(verdict.events, "event")} explained, at most ${plural(verdict.most, "possible state")} at a time`,
      `  One behaviour that explains it: ${plural(verdict.steps.length, "step")}. ${reproduce(machine, verdict.steps)}`,
    ].join("\n");
  const { refusal, at, what } = verdict;
  const lines = [
    `${file}: ${paint("red", "REFUSED")} at line ${at.line}: ${what}`,
    `  Explained before: ${verdict.events} of ${plural(events.length, "event")}${lastLine(events, verdict.events)}.`,
    ...refusal.reasons
      .slice(0, SHOWN)
      .map(({ why, states }) => `  ${why} (in ${states} of ${plural(refusal.of, "possible state")})`),
    ...(refusal.reasons.length > SHOWN ? [`  and ${plural(refusal.reasons.length - SHOWN, "other reason")}`] : []),
  ];
  const start = unpack(machine.layout, new PackedMachine(machine).initial());
  for (const [n, state] of refusal.possible.slice(0, SHOWN).entries())
    lines.push(
      `  Possible state ${n + 1} of ${refusal.of}, as far as it differs from the start:`,
      ...diff(machine.shape, start, state).map((change) => `       ${printChange(change)}`),
    );
  lines.push(`  A way there: ${plural(refusal.steps.length, "step")}. ${reproduce(machine, refusal.steps)}`);
  return lines.join("\n");
}

const reproduce = (machine: Machine, steps: readonly Step[]): string =>
  reproduceLine(encodeToken(behaviourOf(machine, steps, null), machine), []);

const lastLine = (lines: readonly number[], explained: number): string =>
  explained === 0 ? "" : `, up to line ${lines[explained - 1]}`;

/** `--trace FILE`: the shortest counterexample of a command as a trace file. */
import type { Machine } from "../machine/machine.js";
import type { ResultRow } from "../report/row.js";
import { writeFileAtomically } from "../report/write-file.js";
import { behaviourOf } from "../trace/behaviour.js";
import { writeTraceText } from "../trace/file.js";
import { replay } from "../trace/replay.js";
import { tokenOf } from "./finding.js";
import type { Session } from "./session.js";

/** Writes the shortest counterexample among the rows, and says so; without one nothing is written. */
export function saveShortest(
  { print }: Session,
  path: string,
  rows: readonly ResultRow[],
  machineOf: (row: ResultRow) => Machine,
): void {
  const bad = rows.filter(
    ({ verdict, steps }) => (verdict === "violated" || verdict === "model-error") && steps !== null,
  );
  const length = ({ steps }: ResultRow): number => steps?.length ?? 0;
  const shortest = bad.reduce<ResultRow | null>(
    (best, row) => (best && length(best) <= length(row) ? best : row),
    null,
  );
  if (shortest === null) {
    print("\nThere is no counterexample, so no trace file was written.");
    return;
  }
  const machine = machineOf(shortest);
  const again = replay(machine, behaviourOf(machine, shortest.steps ?? [], shortest.property, shortest.loop));
  writeFileAtomically(path, writeTraceText({ replay: again, token: tokenOf(machine, shortest) }));
  print(`\nThe counterexample to ${shortest.property} is in ${path}.`);
}

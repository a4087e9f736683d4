/** `leasecheck conform --cover`: every command in every situation of a scope, on the running kernel. */
import { release } from "node:os";
import { compileActor } from "../../model/kernel/actor.js";
import { type Covered, coverAll } from "../../model/kernel/cover-pass.js";
import { mismatchLines } from "../../model/kernel/pass.js";
import { machineHeader } from "../report/exploration.js";
import { count, duration, plural } from "../report/words.js";
import { comparedMachine } from "./conform-machine.js";
import { INTERRUPTED } from "./errors.js";
import type { ChoiceOptions } from "./options.js";
import type { Session } from "./session.js";

interface CoverOptions extends ChoiceOptions {
  readonly maxTime?: number;
  readonly quiet?: true;
}

/** Commands a behaviour at most, and behaviours at a time. */
const LENGTH = 60;
const SIDE_BY_SIDE = 4;

/** Covers the macro-step graph of a machine. Returns the exit status: 0 covered, 1 mismatch, 3 not all in the time given. */
export async function conformCover(session: Session, options: CoverOptions): Promise<number> {
  const machine = await comparedMachine(options, "quick");
  const signal = session.interruptible();
  const program = await compileActor();
  const progress = session.progress(options.quiet === true);
  let covered: Covered;
  try {
    covered = await coverAll(machine, program, {
      sideBySide: SIDE_BY_SIDE,
      length: LENGTH,
      maxSeconds: options.maxTime,
      signal,
      onProgress: ({ situations, open, given }) =>
        progress.update(
          () => `${plural(situations, "situation")}, ${count(given)} of ${count(open)} commands given so far`,
        ),
    });
  } finally {
    progress.done();
    program.remove();
  }
  const { situations, open, given, behaviours, commands, seconds, mismatch } = covered;
  session.print(`Linux ${release()}, ${process.arch}`);
  session.print(`${machineHeader(machine, session.paint, session.width)}\n`);
  session.print(
    `${plural(situations, "situation")}; ${count(given)} of the ${plural(open, "command")} that can be given in them were`,
  );
  session.print(
    `${plural(behaviours, "behaviour")}, ${plural(commands, "command")}, ${duration(seconds)}; no deadline passes`,
  );
  if (mismatch !== null) {
    session.print(session.paint("red", "MISMATCH"));
    for (const line of mismatchLines(mismatch)) session.print(line);
    return 1;
  }
  session.print(
    given === open ? session.paint("green", "Covered, no mismatch.") : "No mismatch so far; not all covered.",
  );
  return signal.aborted ? INTERRUPTED : given === open ? 0 : 3;
}

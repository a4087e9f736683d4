/** `leasecheck findings userspace-server`: which servers in user space gain from the rule, and with which locking; as Markdown. */
import { userspaceServer } from "../../properties/scenarios/userspace-server.js";
import { serverQuestions } from "../../properties/server-questions.js";
import { machineOf } from "../machine/machine.js";
import { type Answer, questionsReport } from "../report/questions.js";
import { writeFileAtomically } from "../report/write-file.js";
import { INTERRUPTED } from "./errors.js";
import { exploreShown } from "./explore-shown.js";
import { writablePath } from "./files.js";
import type { LimitOptions } from "./options.js";
import type { Session } from "./session.js";

/** What findings are told. */
export interface FindingsOptions extends LimitOptions {
  readonly write?: string;
  readonly quiet?: true;
}

const HEAD = [
  "# Servers in user space",
  "Written by `leasecheck findings userspace-server --write docs/userspace.md`; every line comes from complete searches of the scopes " +
    "named at the end. `leasecheck explain NAME` tells more about every name here; `docs/decisions/0014-userspace-servers.md` says " +
    "how the servers are modelled, and what the table means.",
];

/** Asks every question of every design. @returns the exit status */
export async function serverFindings(session: Session, options: FindingsOptions): Promise<number> {
  const file = options.write === undefined ? null : writablePath("--write", options.write);
  const signal = session.interruptible();
  const answers: Answer[] = [];
  for (const question of serverQuestions)
    for (const { name: design } of userspaceServer.designs) {
      const machine = machineOf(userspaceServer, { design, scope: question.scope });
      const label = `${design}, ${question.name}`;
      const result = await exploreShown(session, machine, { ...options, signal, liveness: false }, label);
      answers.push({ question, design, result });
      if (signal.aborted) {
        session.print("Interrupted: there are no findings.");
        return INTERRUPTED;
      }
    }
  const text = questionsReport(userspaceServer, HEAD, serverQuestions, answers);
  if (file === null) session.print(text.trimEnd());
  else writeFileAtomically(file, text);
  return 0;
}

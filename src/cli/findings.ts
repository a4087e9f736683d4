/** `leasecheck findings`: what the designs for delegations fail at, why, and which locking the series needs; as Markdown. */
import type { Command } from "commander";
import { changes, opens, policies, questions } from "../../properties/questions.js";
import { delegations } from "../../properties/scenarios/delegations.js";
import { userspaceServer } from "../../properties/scenarios/userspace-server.js";
import { UsageError } from "../machine/errors.js";
import { type MachineChoice, machineOf } from "../machine/machine.js";
import { type DesignFinding, findingsReport, type PolicyFinding } from "../report/findings.js";
import { writeFileAtomically } from "../report/write-file.js";
import type { ExplorationResult } from "../search/result.js";
import { INTERRUPTED } from "./errors.js";
import { exploreShown } from "./explore-shown.js";
import { writablePath } from "./files.js";
import { limitOptions } from "./options.js";
import { type FindingsOptions, serverFindings } from "./server-findings.js";
import type { Session } from "./session.js";

/** Adds `leasecheck findings` to the program. */
export function addFindings(program: Command, session: Session): void {
  limitOptions(program.command("findings"))
    .description("what the designs fail at, and which locking a server needs (docs/findings.md, docs/userspace.md)")
    .argument("[scenario]", "delegations, or userspace-server", "delegations")
    .option("--write <file>", "write the findings there instead of printing them")
    .option("--quiet", "show no progress")
    .action(async (scenario: string, options: FindingsOptions) => {
      if (scenario !== delegations.name && scenario !== userspaceServer.name)
        throw new UsageError("no-findings", `there are findings about ${delegations.name} and ${userspaceServer.name}`);
      process.exitCode = await (scenario === delegations.name ? findings : serverFindings)(session, options);
    });
}

const LIVE: readonly string[] = delegations.faults.filter(({ kind }) => kind === "live").map(({ name }) => name);
/** The design that the policies are policies of. */
const SERIES = "tgid";

/** The live faults that may be behind what fails today and does not with all of them mended. */
function suspects(asIs: ExplorationResult, mended: ExplorationResult): string[] {
  const still = new Set(mended.outcomes.filter(({ steps }) => steps !== null).map(({ property }) => property.name));
  const named = asIs.outcomes.flatMap(({ property, steps }) =>
    property.kind === "sometimes" || steps === null || still.has(property.name) ? [] : property.violatedBy,
  );
  return LIVE.filter((name) => named.includes(name));
}

async function findings(session: Session, options: FindingsOptions): Promise<number> {
  const file = options.write === undefined ? null : writablePath("--write", options.write);
  const signal = session.interruptible();
  const search = async (choice: MachineChoice, label: string): Promise<ExplorationResult> =>
    exploreShown(session, machineOf(delegations, choice), { ...options, signal, liveness: false }, label);
  const found: DesignFinding[] = [];
  const judged: PolicyFinding[] = [];
  for (const question of questions)
    for (const { name: design } of delegations.designs) {
      if (signal.aborted) return interrupted(session);
      const label = `${design}, ${question.name}`;
      const asIs = await search({ design, scope: question.scope }, label);
      const mended = await search({ design, scope: question.scope, mends: LIVE }, `${label}, all mended`);
      const alone = new Map<string, ExplorationResult>();
      for (const fault of suspects(asIs, mended)) {
        const mends = LIVE.filter((name) => name !== fault);
        alone.set(fault, await search({ design, scope: question.scope, mends }, `${label}, ${fault} alone`));
      }
      found.push({ question, design, asIs, mended, alone });
    }
  for (const policy of policies) {
    if (signal.aborted) return interrupted(session);
    const ask = (scope: object): Promise<ExplorationResult> =>
      search({ design: SERIES, mends: LIVE, scope: { ...scope, ...policy } }, `${SERIES}, ${policy.lock}`);
    judged.push({ policy, opens: await ask(opens.scope), changes: await ask(changes.scope) });
  }
  const text = findingsReport(delegations, questions, found, judged);
  if (file === null) session.print(text.trimEnd());
  else writeFileAtomically(file, text);
  return signal.aborted ? interrupted(session) : 0;
}

function interrupted({ print }: Session): number {
  print("Interrupted: there are no findings.");
  return INTERRUPTED;
}

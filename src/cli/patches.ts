/** `leasecheck patches`: patches 1 to 6 of the series, what each changes and gets wrong, and how little mends it; as Markdown. */
import type { Command } from "commander";
import { type PatchFault, patchReadings } from "../../properties/patch-readings.js";
import { serviceThreads } from "../../properties/scenarios/service-threads.js";
import { threadGroups } from "../../properties/scenarios/thread-groups.js";
import { type MachineChoice, machineOf } from "../machine/machine.js";
import type { Fault, Scenario } from "../machine/scenario.js";
import { type FaultReading, type PatchReport, patchesReport } from "../report/patches.js";
import { writeFileAtomically } from "../report/write-file.js";
import type { Checked } from "../temporal/result.js";
import { INTERRUPTED } from "./errors.js";
import { exploreShown } from "./explore-shown.js";
import { writablePath } from "./files.js";
import { type LimitOptions, limitOptions } from "./options.js";
import type { Session } from "./session.js";

interface PatchesOptions extends LimitOptions {
  readonly write?: string;
  readonly quiet?: true;
}

/** Adds `leasecheck patches` to the program. */
export function addPatches(program: Command, session: Session): void {
  limitOptions(program.command("patches"))
    .description("what patches 1 to 6 of the series change and get wrong, and how little mends it (docs/patches.md)")
    .option("--write <file>", "write the text there instead of printing it")
    .option("--quiet", "show no progress")
    .action(async (options: PatchesOptions) => {
      process.exitCode = await patches(session, options);
    });
}

const SCENARIOS: Readonly<Record<PatchFault["scenario"], Scenario>> = {
  "thread-groups": threadGroups,
  "service-threads": serviceThreads,
};

async function patches(session: Session, options: PatchesOptions): Promise<number> {
  const file = options.write === undefined ? null : writablePath("--write", options.write);
  const signal = session.interruptible();
  const search = async (scenario: Scenario, choice: MachineChoice, label: string): Promise<Checked> =>
    exploreShown(session, machineOf(scenario, choice), { ...options, signal }, label);
  const judge = async ({ fault: name, scenario: where, hidden }: PatchFault): Promise<FaultReading> => {
    const scenario = SCENARIOS[where];
    const fault = scenario.faults.find((known) => known.name === name) as Fault;
    const choice = { bugs: [name], scope: { ...scenario.scopes.quick, ...fault.scope, ...fault.smallest } };
    const found = await search(scenario, choice, name);
    if (hidden === undefined) return { fault, found, hidden: null };
    const elsewhere = { ...choice, scope: { ...choice.scope, ...hidden.scope } };
    return {
      fault,
      found,
      hidden: { says: hidden.says, result: await search(scenario, elsewhere, `${name}, hidden`) },
    };
  };
  const reports: PatchReport[] = [];
  for (const { faults, ...patch } of patchReadings) {
    const readings: FaultReading[] = [];
    for (const fault of faults) if (!signal.aborted) readings.push(await judge(fault));
    reports.push({ ...patch, faults: readings });
  }
  const mended: Checked[] = [];
  for (const scenario of Object.values(SCENARIOS))
    if (!signal.aborted) mended.push(await search(scenario, { scope: "quick" }, `${scenario.name}, mended`));
  if (signal.aborted) {
    session.print("Interrupted: there is nothing to read.");
    return INTERRUPTED;
  }
  const text = patchesReport(reports, mended);
  if (file === null) session.print(text.trimEnd());
  else writeFileAtomically(file, text);
  return 0;
}

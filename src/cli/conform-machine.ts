/** Which machine `conform` compares with the kernel. */
import { release } from "node:os";
import { differencesAt, type KernelDifference, MODELLED, versionOf } from "../../model/kernel/differences.js";
import { UsageError } from "../machine/errors.js";
import type { Machine } from "../machine/machine.js";
import { paragraph } from "../report/words.js";
import type { ChoiceOptions } from "./options.js";
import { selectMachines } from "./select.js";

/** The one machine that the options name, with the known faults of the running kernel. @throws UsageError */
export async function comparedMachine(options: ChoiceOptions, scope: string): Promise<Machine> {
  const faults = kernelDifferences(release()).flatMap(({ fault }) => fault ?? []);
  const bug = [...new Set([...options.bug, ...faults])];
  const [selected, another] = await selectMachines(["lease-core"], { ...options, bug }, scope);
  if (selected === undefined || another !== undefined)
    throw new UsageError("bad-option", "conform compares one machine with the kernel; name one design");
  refuseUncontrollable(selected.machine);
  return selected.machine;
}

/** The known differences of a kernel from the one that was modelled. */
export function kernelDifferences(name: string): KernelDifference[] {
  const version = versionOf(name);
  return version === null ? [] : differencesAt(version);
}

/** What a report says of the running kernel. */
export function kernelLines(width: number): string[] {
  const version = versionOf(release());
  const [major, minor] = MODELLED;
  const other = version === null || version[0] !== major || version[1] !== minor;
  return [
    `Linux ${release()}, ${process.arch}${other ? ` (the model is of ${major}.${minor})` : ""}`,
    ...kernelDifferences(release()).map(({ says, fault }) =>
      paragraph("  differs: ", `${says}${fault === null ? "" : ` (${fault})`}`.split(" "), width),
    ),
  ];
}

/** @throws UsageError for scopes with what the actors cannot do */
function refuseUncontrollable({ scope }: Machine): void {
  const beyond = [
    ...["exec", "masks"].filter((key) => scope[key] === true),
    ...(scope.signals === "any" ? [] : ["signals"]),
  ];
  if (beyond.length > 0)
    throw new UsageError("not-controllable", `the actors of conform cannot do this yet: ${beyond.join(", ")}`);
}

/** Which machine `conform` compares with the kernel. */
import { UsageError } from "../machine/errors.js";
import type { Machine } from "../machine/machine.js";
import type { ChoiceOptions } from "./options.js";
import { selectMachines } from "./select.js";

/** The one machine that the options name. @throws UsageError */
export async function comparedMachine(options: ChoiceOptions, scope: string): Promise<Machine> {
  const [selected, another] = await selectMachines(["lease-core"], options, scope);
  if (selected === undefined || another !== undefined)
    throw new UsageError("bad-option", "conform compares one machine with the kernel; name one design");
  refuseUncontrollable(selected.machine);
  return selected.machine;
}

/** @throws UsageError for scopes with what the actors cannot do */
function refuseUncontrollable({ scope }: Machine): void {
  const beyond = [
    ...["exec", "masks", "kill"].filter((key) => scope[key] === true),
    ...(scope.signals === "any" ? [] : ["signals"]),
  ];
  if (beyond.length > 0)
    throw new UsageError("not-controllable", `the actors of conform cannot do this yet: ${beyond.join(", ")}`);
}

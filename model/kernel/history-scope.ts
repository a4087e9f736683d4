/** How much of the lease core the history of a file takes. */
import type { MachineChoice } from "../../src/machine/machine.js";
import type { Needs } from "./history.js";

/** The scope that a history takes; `null` with a reason when the model has none so large. */
export function scopeFor(needs: Needs): NonNullable<MachineChoice["scope"]> | string {
  for (const [name, most, words] of [
    ["tasks", 6, "threads"],
    ["groups", 6, "processes"],
    ["files", 4, "open file descriptions"],
  ] as const)
    if (needs[name] > most) return `it takes ${needs[name]} ${words} at a time, and the model has ${most} at most`;
  return {
    tasks: Math.max(1, needs.tasks),
    groups: Math.max(1, needs.groups),
    files: Math.max(1, needs.files),
    processes: 1,
    threads: 1,
    inodes: 1,
    readWrite: true,
    path: true,
    clone: true,
    dup: true,
    exit: true,
    signals: "any",
  };
}

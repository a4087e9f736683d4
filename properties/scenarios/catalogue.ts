/** The built-in scenarios by name. Each is loaded when it is asked for: a command that takes one does not wait for all. */
import type { Scenario } from "../../src/machine/scenario.js";

const LOADERS: Readonly<Record<string, () => Promise<Scenario>>> = {
  "lease-core": async () => (await import("./lease-core.js")).leaseCore,
  delegations: async () => (await import("./delegations.js")).delegations,
  "userspace-server": async () => (await import("./userspace-server.js")).userspaceServer,
  "thread-groups": async () => (await import("./thread-groups.js")).threadGroups,
  "service-threads": async () => (await import("./service-threads.js")).serviceThreads,
  series: async () => (await import("./series.js")).series,
};

/** Their names, in the order of every table. */
export const names: readonly string[] = Object.keys(LOADERS);

/** The scenario of that name; `null` when none is built in. */
export async function loadBuiltIn(name: string): Promise<Scenario | null> {
  return Object.hasOwn(LOADERS, name) ? ((await LOADERS[name]?.()) ?? null) : null;
}

/** All of them. */
export const loadAll = (): Promise<readonly Scenario[]> => Promise.all(Object.values(LOADERS).map((load) => load()));

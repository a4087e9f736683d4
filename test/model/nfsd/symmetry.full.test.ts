/** Clients, threads and files of `delegations` are mere names, under every design, in everything that it can do. */
import { describe, expect, it } from "vitest";
import { delegations } from "../../../properties/scenarios.js";
import { type MachineChoice, machineOf } from "../../../src/machine/machine.js";
import type { ScopeValue } from "../../../src/schema/schema.js";
import { explore } from "../../../src/search/explore.js";
import { bothWays, decided, examineAll, reachable, wrongBehaviours } from "../../search/symmetry.js";
import { symmetricScopes } from "./symmetric-scopes.js";

describe.each(delegations.designs.map(({ name }) => name))("%s", (design) => {
  it.each(symmetricScopes)("%s: no state differs from its twins in more than names", (_, kinds, scope) => {
    const machine = machineOf(delegations, { design, scope });
    expect(machine.symmetry.map(({ name }) => name)).toEqual(kinds);
    expect(examineAll(machine, reachable(machine))).toBeNull();
  });
  it.each(symmetricScopes)("%s: the same verdicts with and without symmetry", async (_, _kinds, scope) => {
    const { reduced, full } = await bothWays(machineOf(delegations, { design, scope }));
    expect(decided(reduced)).toEqual(decided(full));
    expect(wrongBehaviours(reduced)).toEqual([]);
    expect(reduced.states).toBeLessThan(full.states);
  });
});

/** Everything at once, in two parts; too much to search, and the search looks at samples of what it meets. */
const wide: readonly Readonly<Record<string, ScopeValue>>[] = [
  { files: 2, writeDelegations: true, getAttributes: true, courtesy: true, channelDown: true, oldClients: 1 },
  { files: 2, remove: true, link: true, rename: true, special: true, close: true, helpers: true, openBlocks: true },
  {
    files: 1,
    clients: 3,
    threads: 3,
    localTruncate: true,
    openBoth: true,
    patience: "block",
    publish: "after the VFS call",
  },
];
const variants: readonly MachineChoice[] = delegations.faults.map(({ name, kind, design }) => ({
  ...(design === undefined ? {} : { design }),
  ...(kind === "live" ? { mends: [name] } : { bugs: [name] }),
}));

it.each(wide)("nothing is found among samples in scope %o, with any fault", async (scope) => {
  for (const choice of variants) {
    const { modelError, symmetry } = await explore(machineOf(delegations, { ...choice, scope }), { maxStates: 20_000 });
    expect(modelError).toBeNull();
    expect(symmetry?.examined).toBeGreaterThan(50);
  }
});

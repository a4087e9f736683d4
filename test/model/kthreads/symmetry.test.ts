/** Tasks, groups and creators are mere names. More of them: symmetry.full.test.ts. */
import { expect, it } from "vitest";
import { threadGroups } from "../../../properties/scenarios.js";
import { machineOf } from "../../../src/machine/machine.js";
import { examineAll, reachable } from "../../search/symmetry.js";

it.each(["mended", "posted"])("states of %s do not differ from their twins in more than names", (design) => {
  const scope = { creators: 1, kill: false, limits: false, signals: false, otherFlags: false, park: false };
  const machine = machineOf(threadGroups, { design, scope });
  expect(machine.symmetry.map(({ name }) => name)).toEqual(["task", "group", "creator"]);
  const some = reachable(machine).filter((_state, n) => n % 17 === 0);
  expect(some.length).toBeGreaterThan(50);
  expect(examineAll(machine, some)).toBeNull();
});

/** A sleeper that polls, and meanwhile the lease gets a break time: from its next look on it sleeps until then. */
import { expect, test } from "vitest";
import { isAtRest } from "../../../model/kernel/rest.js";
import type { State } from "../../../model/state.js";
import { leaseCore } from "../../../properties/scenarios.js";
import { PossibleStates } from "../../../src/conformance/possible.js";
import { machineOf } from "../../../src/machine/machine.js";
import { pack } from "../../../src/schema/pack.js";
import { replay } from "../../../src/trace/replay.js";

const open = (task: number, access: string, blocking: boolean) => ({
  action: "open",
  parameters: { task, inode: 0, access, truncating: false, blocking },
});
const of = (action: string, task: number) => ({ action, parameters: { task } });

test("it is not at rest before that look", () => {
  const machine = machineOf(leaseCore, { scope: { tasks: 2, groups: 2 } });
  const steps = [
    ...[open(0, "write", true), of("test for leases", 0)],
    ...[{ action: "set lease", parameters: { task: 0, file: 0, type: "write" } }],
    ...[of("insert lease", 0), of("finish lease", 0)],
    ...[open(1, "read", true), of("test for leases", 1), of("start break", 1)],
  ];
  const asked = { action: "truncate", parameters: { task: 0, inode: 0 } };
  const rest = (more: typeof steps): boolean => {
    const { states, misfit } = replay(machine, { steps: [...steps, ...more], property: null });
    expect(misfit).toBeNull();
    return isAtRest(withConstants(states.at(-1)));
  };
  const withConstants = (state: unknown): State => {
    const { packed } = new PossibleStates(machine, { memory: 0, key: String });
    packed.before.set(pack(machine.layout, state as never));
    packed.beforeRoot.tree.restore();
    return packed.beforeRoot.view as State;
  };
  const truncated = [asked, of("test for leases", 0), of("start break", 0)];
  expect(rest([])).toBe(true);
  expect(rest(truncated)).toBe(false);
  expect(rest([...truncated, of("time out", 1), of("wake up", 0)])).toBe(true);
});

/** Two callers of a call that takes two steps: what can be brought about by one who waits for each call to end. */
import { describe, expect, test } from "vitest";
import { controlOf, type Discipline } from "../../src/conformance/controllable.js";
import { author } from "../../src/machine/author.js";
import { machineOf } from "../../src/machine/machine.js";
import { scenario } from "../../src/machine/scenario.js";
import { id, oneOf, record, vector } from "../../src/schema/schema.js";

const callerId = id("caller", 2);
const state = record({ callers: vector(callerId, record({ at: oneOf("out", "in", "done") })) });
const { action } = author(state);
interface Seen {
  readonly callers: { every(test: (caller: { readonly at: string }) => boolean): boolean };
}

const calls = (symmetric: boolean) =>
  scenario({
    name: "calls",
    says: "two callers",
    state,
    initial: () => {},
    ...(symmetric ? { symmetry: () => [callerId] } : {}),
    actions: [
      action("call", {
        parameters: { caller: callerId },
        enabled: (s, { caller }) => s.callers[caller].at === "out",
        effect: (draft, { caller }) => {
          draft.callers[caller].at = "in";
        },
      }),
      action("finish", {
        parameters: { caller: callerId },
        enabled: (s, { caller }) => s.callers[caller].at === "in",
        effect: (draft, { caller }) => {
          draft.callers[caller].at = "done";
        },
      }),
    ],
  });
const oneAtATime: Discipline = {
  isCommand: (_, { action: name }) => name === "call",
  mayGive: (s) => (s as Seen).callers.every(({ at }) => at !== "in"),
};

describe("what one command at a time brings about", () => {
  test("neither the state in which both are under way, nor a step into or out of it", async () => {
    expect(await controlOf(machineOf(calls(false)), oneAtATime, 100)).toEqual({
      states: { all: 9, controllable: 8 },
      transitions: { all: 12, controllable: 8 },
      actions: new Map([
        ["call", { all: 6, controllable: 4 }],
        ["finish", { all: 6, controllable: 4 }],
      ]),
    });
  });

  test("counted once for callers that are alike", async () => {
    expect(await controlOf(machineOf(calls(true)), oneAtATime, 100)).toMatchObject({
      states: { all: 6, controllable: 5 },
      transitions: { all: 8, controllable: 5 },
    });
  });

  test("nothing is said beyond a number of states, or after an interrupt", async () => {
    expect(await controlOf(machineOf(calls(false)), oneAtATime, 5)).toBeNull();
    expect(await controlOf(machineOf(calls(false)), oneAtATime, 100, () => false)).toBeNull();
  });
});

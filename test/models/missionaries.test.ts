import { describe, expect, test } from "vitest";
import { machineOf } from "../../src/index.js";
import { explored, stepsOf, troubles } from "./explored.js";
import { missionaries } from "./missionaries.js";

describe("missionaries and cannibals", () => {
  test("three of each are across after eleven crossings", async () => {
    const result = await explored(missionaries);
    expect(troubles(result)).toEqual([]);
    expect(stepsOf(result, "everybody-crosses")).toHaveLength(11);
    // Of the 16 states that the riddle is known for, one lies behind its end: a lone cannibal has rowed back.
    expect(result.states).toBe(16 - 1);
  });

  test("four of each cannot cross with two seats, but with three in nine crossings", async () => {
    const two = await explored(missionaries, { scope: { each: 4 } });
    expect(troubles(two)).toEqual(["everybody-crosses was not reached"]);
    const three = await explored(missionaries, { scope: { each: 4, seats: 3 } });
    expect(stepsOf(three, "everybody-crosses")).toHaveLength(9);
  });

  test("only loads that the boat takes are in the machine", () => {
    const loads = machineOf(missionaries).instances.map(({ parameters }) => Object.values(parameters).join("+"));
    expect(loads).toEqual(["0+1", "0+2", "1+0", "1+1", "2+0"]);
  });
});

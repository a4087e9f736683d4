import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Step } from "../../src/machine/action.js";
import { asStep } from "../../src/machine/instance.js";
import { type Machine, machineOf } from "../../src/machine/machine.js";
import { minimise } from "../../src/trace/minimise.js";
import { replay } from "../../src/trace/replay.js";
import { puzzle } from "./puzzle.js";
import { randomWalk } from "./random-walk.js";
import { vault, vaultOf } from "./vault.js";

const machine = machineOf(vault);
const names = (steps: readonly Step[]) => steps.map(({ action }) => action);
const step = (action: string, parameters: Step["parameters"] = {}): Step => ({ action, parameters });
const HARMLESS = ["pay", "swallow the key"];

/** A walk of 300 steps with a theft somewhere in its middle. */
const longWalk = (seed: string): Step[] => {
  const walk = randomWalk(machine, seed, 300, HARMLESS);
  expect(walk.findIndex(({ action }) => action === "take the gold")).toBeGreaterThan(9);
  expect(walk).toHaveLength(300);
  return walk;
};
const shows = (steps: readonly Step[], property: string, of: Machine = machine) =>
  ["violates", "reaches"].includes(replay(of, { steps, property }).outcome);

/** Every way to leave one step out, with those that are then not enabled left out as well. */
function oneFewer(steps: readonly Step[], of: Machine): Step[][] {
  return steps.map((_, at) => {
    const kept: Step[] = [];
    for (const next of steps.toSpliced(at, 1)) {
      kept.push(next);
      const { misfit } = replay(of, { steps: kept, property: null });
      if (misfit !== null && misfit.reason !== "step-fails") kept.pop();
    }
    return kept;
  });
}

describe("a walk of 300 steps", () => {
  test.each(["1", "2", "3"])("shrinks to the three steps of the theft (seed %s)", (seed) => {
    const minimal = minimise(machine, longWalk(seed), "robbed");
    expect(names(minimal)).toEqual(["disarm", "open the door", "take the gold"]);
  });

  test("shrinks to a step property's steps, the last one included", () => {
    const minimal = minimise(machine, longWalk("6"), "taken-by-light");
    expect(names(minimal).sort()).toEqual(["disarm", "flip the light", "open the door", "take the gold"]);
    expect(minimal.at(-1)?.action).toBe("take the gold");
  });

  test("shrinks to what is reached", () => {
    const minimal = minimise(machine, longWalk("5"), "wine-for-two");
    expect(names(minimal)).toEqual(["order", "order"]);
  });
});

test("no step of a minimal behaviour can be dropped, whatever it shows", () => {
  const properties = ["robbed", "taken-by-light", "slot-worn-out", "wine-for-two", "no-deadlock", "model-error"];
  fc.assert(
    fc.property(fc.string(), fc.constantFrom(...properties), (seed, property) => {
      const walk = randomWalk(machine, seed, 40, ["pay"]);
      if (property === "model-error") walk.splice(15, 0, ...Array.from({ length: 5 }, () => step("pay")));
      const at = walk.findIndex((_, n) => shows(walk.slice(0, n + 1), property));
      fc.pre(at >= 0);
      const minimal = minimise(machine, walk, property);
      expect(minimal.length).toBeLessThanOrEqual(at + 1);
      expect(shows(minimal, property)).toBe(true);
      for (const fewer of oneFewer(minimal, machine))
        for (const end of fewer.keys()) expect(shows(fewer.slice(0, end + 1), property)).toBe(false);
    }),
    { numRuns: 20 },
  );
});

test("a deadlock shrinks to the steps that lead into it", () => {
  const walk = [...randomWalk(machine, "6", 100, HARMLESS), step("walk", { who: 0, to: "bar" })];
  const lit = [...walk.slice(0, -1), step("brood", { who: 1, mood: 0 }), step("flip the light"), ...walk.slice(-1)];
  const into = [lit, [...lit, step("flip the light")]]
    .map((steps) => replay(machine, { steps: [...steps, step("swallow the key")], property: "no-deadlock" }))
    .find(({ outcome }) => outcome === "violates");
  const steps = into?.steps.map((replayed) => replayed.step) ?? [];
  expect(names(minimise(machine, steps, "no-deadlock")).sort()).toEqual(["flip the light", "swallow the key", "walk"]);
});

test("a model error shrinks to the steps that fail, a failing property included", () => {
  const noise = randomWalk(machine, "7", 30, HARMLESS);
  const pay = Array.from({ length: 5 }, () => [step("pay"), step("brood", { who: 0, mood: 1 })]).flat();
  expect(names(minimise(machine, [...noise, ...pay], "model-error"))).toEqual(["pay", "pay", "pay", "pay", "pay"]);
  const blind = machineOf(vaultOf({ blind: true }));
  expect(names(minimise(blind, [step("disarm"), step("flip the light")], "model-error"))).toEqual(["flip the light"]);
});

test("an id that was handed out to a dropped step is handed out again", () => {
  const rent = step("rent a slot");
  const use = (which: number) => step("use a slot", { which });
  expect(minimise(machine, [rent, rent, rent, use(2), use(1), use(2)], "slot-worn-out")).toEqual([
    rent,
    use(0),
    use(0),
  ]);
});

describe("where dropping single steps is not enough", () => {
  const on = machineOf(puzzle);
  const minimal = (property: string, ...actions: string[]) =>
    names(
      minimise(
        on,
        actions.map((action) => step(action)),
        property,
      ),
    );

  test("loops are cut", () => {
    const light = step("flip the light");
    const disarm = [step("disarm"), step("arm")];
    const steps = [light, light, ...disarm, step("disarm"), step("open the door"), light, step("take the gold")];
    expect(minimise(machine, steps, "robbed")).toHaveLength(3);
  });
  test("one step takes the place of many", () => {
    expect(minimal("end-at-4", "step", "step", "step", "step", "end")).toEqual(["jump", "end"]);
  });
  test("two steps go together", () => {
    expect(minimal("even-and-right", "stamp a", "left", "stamp b", "right", "end")).toEqual(["left", "right", "end"]);
  });
  test("a long behaviour loses every second step", () => {
    const steps = Array.from({ length: 60 }, () => ["rustle", "count"]).flat();
    expect(minimal("sixty", ...steps)).toEqual(Array.from({ length: 60 }, () => "count"));
  });
  test("a step that fails without another is left out with it", () => {
    expect(minimal("left", "raise", "lower", "left")).toEqual(["left"]);
  });
  test("a final state is no deadlock", () => {
    expect(minimal("no-deadlock", "left", "trip", "right", "end")).toEqual(["trip", "end"]);
  });
});

test("steps that show nothing, or are none, are refused", () => {
  expect(() => minimise(machine, [step("disarm")], "robbed")).toThrow("do not show robbed");
  expect(() => minimise(machine, [step("sing")], "robbed")).toThrow(RangeError);
  expect(() => minimise(machine, [], "robed")).toThrow('no property "robed"');
});

test("minimising is deterministic", () => {
  const walk = longWalk("8");
  const first = minimise(machine, walk, "slot-worn-out");
  expect(minimise(machineOf(vault), walk, "slot-worn-out")).toEqual(first);
  expect(first.every((taken) => machine.instances.map(asStep).some((known) => known.action === taken.action))).toBe(
    true,
  );
});

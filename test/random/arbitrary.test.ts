import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UsageError } from "../../src/machine/errors.js";
import { machineOf } from "../../src/machine/machine.js";
import { type Walk, walks } from "../../src/random/arbitrary.js";
import { violations } from "../../src/random/violations.js";
import { replay } from "../../src/trace/replay.js";
import { dieHard } from "../models/die-hard.js";
import { models } from "../models/index.js";
import { vault } from "../trace/vault.js";

/** The counterexample that fast-check shrinks to. */
function shrunk(arbitrary: fc.Arbitrary<Walk>, holds: (walk: Walk) => boolean, seed: number): Walk {
  const { counterexample } = fc.check(fc.property(arbitrary, holds), { seed, numRuns: 2000 });
  if (counterexample === null) throw new Error(`seed ${seed} finds nothing`);
  return counterexample[0];
}

test.each(models.map((model) => [model.name, model] as const))("walks of %s are behaviours", (_, model) => {
  fc.assert(
    fc.property(walks(model, { maxSteps: 20 }), ({ machine, steps }) => {
      expect(replay(machine, { steps, property: null }).outcome).toBe("fits");
    }),
    { numRuns: 30 },
  );
});

describe("shrinking", () => {
  test.each([1, 2, 3])("ends at the steps of the planted bug, in the smallest scope (seed %s)", (seed) => {
    const { machine, steps } = shrunk(walks(vault), (walk) => !violations(walk).includes("robbed"), seed);
    expect(steps.map(({ action }) => action)).toEqual(["disarm", "open the door", "take the gold"]);
    expect(machine.scope).toEqual({ guests: 1, armed: false });
  });

  test.each([4, 5, 6])("leaves no step that can be dropped, for any property of one's own (seed %s)", (seed) => {
    const holds = ({ machine, steps }: Walk) => {
      const { states } = replay(machine, { steps, property: null });
      const end = states.at(-1) as { readonly queue: readonly { wants: string }[]; readonly light: boolean };
      return !(end.light && end.queue.length === 2 && end.queue[1]?.wants === "wine");
    };
    const { machine, steps } = shrunk(walks(vault), holds, seed);
    expect(steps).toHaveLength(3);
    for (const at of steps.keys()) expect(holds({ machine, steps: steps.toSpliced(at, 1) })).toBe(true);
  });

  test("only ever tries behaviours", () => {
    let tried = 0;
    shrunk(
      walks(vault),
      (walk) => {
        tried++;
        expect(replay(walk.machine, { steps: walk.steps, property: null }).misfit).toBeNull();
        return !violations(walk).includes("taken-by-light");
      },
      7,
    );
    expect(tried).toBeGreaterThan(20);
  });

  test("prints scope and steps", () => {
    const { error } = (() => {
      try {
        fc.assert(
          fc.property(walks(vault), (walk) => !violations(walk).includes("robbed")),
          { seed: 1 },
        );
        return { error: "" };
      } catch (thrown) {
        return { error: String(thrown) };
      }
    })();
    expect(error).toContain('vault {"guests":1,"armed":false}: disarm; open the door; take the gold');
    expect(error).toContain("seed: 1");
  });
});

test("the same seed of fast-check gives the same walks", () => {
  const draw = () =>
    fc.sample(walks(vault), { seed: 3, numRuns: 20 }).map(({ machine, steps }) => [machine.scope, steps]);
  expect(draw()).toEqual(draw());
});

test("scopes vary within what the scenario accepts, but for the keys that are fixed", () => {
  const drawn = fc.sample(walks(dieHard, { scope: { small: 3 } }), 100).map(({ machine }) => machine.scope);
  expect(new Set(drawn.map(({ small }) => small))).toEqual(new Set([3]));
  expect(new Set(drawn.map(({ big }) => big)).size).toBeGreaterThan(2);
  expect(drawn.every(({ big, goal }) => Number(goal) <= Number(big))).toBe(true);
});

test("a scope key that the scenario does not know is refused at once", () => {
  expect(() => walks(vault, { scope: { gests: 1 } })).toThrow(UsageError);
});

test("violations name the properties that are broken anywhere, and not what is reached", () => {
  const machine = machineOf(vault);
  const named = (...actions: string[]) =>
    violations({ machine, steps: actions.map((action) => ({ action, parameters: {} })) });
  expect(named()).toEqual([]);
  expect(named("disarm", "open the door", "take the gold", "arm")).toEqual(["robbed"]);
  expect(named("flip the light", "disarm", "open the door", "take the gold", "flip the light")).toEqual([
    "robbed",
    "taken-by-light",
  ]);
  const wine = { action: "order", parameters: { who: 0, wants: "wine" } };
  expect(violations({ machine, steps: [wine, wine] })).toEqual([]);
  expect(() => named("sing")).toThrow(RangeError);
});

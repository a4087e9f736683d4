/** Random programs on random schemas do the same under both executors, errors included. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { author } from "../../src/machine/author.js";
import { machineOf } from "../../src/machine/machine.js";
import { scenario } from "../../src/machine/scenario.js";
import { ModelError } from "../../src/schema/errors.js";
import { unpack } from "../../src/schema/pack.js";
import type { RecordSchema } from "../../src/schema/schema.js";
import { PackedMachine } from "../../src/search/packed.js";
import { interpreter } from "../../src/semantics/interpreter.js";
import { anyProgram, anyState, runProgram } from "./random-programs.js";

type Program = readonly (readonly number[])[];
interface Outcome {
  readonly value: unknown;
  readonly log: unknown[];
  readonly error: string | null;
}

function outcomes(state: RecordSchema, programs: readonly Program[]): { reference: Outcome[]; fast: Outcome[] } {
  const shape = machineOf(scenario({ name: "shape", state, actions: [] })).shape;
  let log: unknown[] = [];
  const { action } = author(state);
  const actions = programs.map((program, n) =>
    action(`p${n}`, {
      effect: (draft) => {
        log = runProgram(draft, shape, program);
      },
    }),
  );
  const machine = machineOf(scenario({ name: "programs", state, actions }));
  const reference = interpreter(machine);
  const packed = new PackedMachine(machine);
  const attempt = (run: () => unknown): Outcome => {
    log = [];
    try {
      const value = run();
      return { value, log: JSON.parse(JSON.stringify(log)), error: null };
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      return { value: null, log: [], error: "model error" };
    }
  };
  // Each program starts from what the one before left, so that lists and maps are not always empty.
  let value = reference.initial();
  packed.before.set(packed.initial());
  const result: { reference: Outcome[]; fast: Outcome[] } = { reference: [], fast: [] };
  programs.forEach((_, n) => {
    const slow = attempt(() => reference.apply(value, n).value);
    const quick = attempt(() => {
      packed.apply(n);
      return unpack(machine.layout, packed.after);
    });
    result.reference.push(slow);
    result.fast.push(quick);
    if (slow.error === null) value = slow.value as typeof value;
    if (quick.error === null) packed.before.set(packed.after);
  });
  return result;
}

test("random programs on random schemas", () => {
  let ran = 0;
  let failed = 0;
  fc.assert(
    fc.property(anyState, fc.array(anyProgram, { minLength: 1, maxLength: 6 }), (state, programs) => {
      const { reference, fast } = outcomes(state, programs);
      expect(fast).toEqual(reference);
      ran += reference.length;
      failed += reference.filter(({ error }) => error !== null).length;
    }),
    { numRuns: 1500 },
  );
  // The programs must neither all fail nor all succeed, or the test would say little.
  expect(failed / ran).toBeGreaterThan(0.1);
  expect(failed / ran).toBeLessThan(0.8);
});

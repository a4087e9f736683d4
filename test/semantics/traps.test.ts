import { describe, expect, it } from "vitest";
import { author } from "../../src/machine/author.js";
import { type Machine, machineOf } from "../../src/machine/machine.js";
import { scenario } from "../../src/machine/scenario.js";
import { ModelError } from "../../src/schema/errors.js";
import { unpack } from "../../src/schema/pack.js";
import type { RecordSchema } from "../../src/schema/schema.js";
import { initialValue, type Value } from "../../src/schema/value.js";
import { PackedMachine } from "../../src/search/packed.js";
import { interpreter } from "../../src/semantics/interpreter.js";
import { type Trap, traps } from "./traps.js";

/** Runs an effect once, from the initial state. */
type Executor = (schema: RecordSchema, effect: Trap["effect"]) => Value;

const machineWith = (schema: RecordSchema, effect: Trap["effect"]): Machine =>
  machineOf(
    scenario({
      name: "trap",
      state: schema,
      // The effects return all sorts of things, which is part of what is tested.
      actions: [author(schema).action("go", { effect: effect as never })],
    }),
  );

const executors: Readonly<Record<string, Executor>> = {
  reference: (schema, effect) => {
    const machine = interpreter(machineWith(schema, effect));
    return machine.apply(machine.initial(), 0).value;
  },
  fast: (schema, effect) => {
    const packed = new PackedMachine(machineWith(schema, effect));
    packed.before.set(packed.initial());
    packed.apply(0);
    return unpack(packed.machine.layout, packed.after);
  },
};

describe.each(Object.entries(executors))("the %s executor", (_, execute) => {
  it.each(traps)("$name", ({ schema, effect, expect: expected }) => {
    if (expected instanceof RegExp) {
      expect(() => execute(schema, effect)).toThrow(expected);
      expect(() => execute(schema, effect)).toThrow(ModelError);
    } else {
      const { shape } = machineWith(schema, effect);
      expect(execute(schema, effect)).toEqual({ ...(initialValue(shape) as object), ...expected });
    }
  });
});

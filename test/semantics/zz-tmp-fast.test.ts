import { expect, it } from "vitest";
import { author } from "../../src/machine/author.js";
import { machineOf } from "../../src/machine/machine.js";
import { scenario } from "../../src/machine/scenario.js";
import { unpack } from "../../src/schema/pack.js";
import { initialValue } from "../../src/schema/value.js";
import { PackedMachine } from "../../src/search/packed.js";
import { traps } from "./traps.js";

it.each(traps)("$name", ({ schema, effect, expect: expected }) => {
  const run = () => {
    const m = machineOf(
      scenario({ name: "t", state: schema, actions: [author(schema).action("go", { effect: effect as never })] }),
    );
    const p = new PackedMachine(m);
    p.before.set(p.initial());
    p.apply(0);
    return [unpack(m.layout, p.after), initialValue(m.shape)];
  };
  if (expected instanceof RegExp) expect(run).toThrow(expected);
  else {
    const [a, i] = run();
    expect(a).toEqual({ ...(i as object), ...expected });
  }
});

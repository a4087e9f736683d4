import { expect, test } from "vitest";
import { machineOf } from "../../src/index.js";
import type { Shape } from "../../src/schema/shape.js";
import { models } from "./index.js";

test("the models together use every kind of schema, and ghosts", () => {
  const kinds = new Set<string>();
  const visit = (shape: Shape): void => {
    kinds.add(shape.kind);
    if (shape.ghost) kinds.add("ghost");
    if (shape.kind === "record") for (const field of shape.fields) visit(field.shape);
    else if ("of" in shape) visit(shape.of);
  };
  for (const model of models) visit(machineOf(model).shape);
  expect([...kinds].sort()).toEqual(
    ["boolean", "enum", "ghost", "id", "list", "map", "option", "range", "record", "set", "vector"].sort(),
  );
});

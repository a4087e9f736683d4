import { describe, expect, test } from "vitest";
import { folderOf, importViolations, specifiersOf } from "./import-rules.js";
import { sourcesUnder, textOf } from "./sources.js";

const { dependencies } = JSON.parse(textOf("package.json")) as { dependencies: Record<string, string> };
const packages = Object.keys(dependencies);

test("imports point one way", () => {
  const sources = sourcesUnder(["src", "model", "properties"]);
  expect(sources.size).toBeGreaterThan(10);
  expect(importViolations(sources, packages)).toEqual([]);
});

describe("the check notices", () => {
  const broken = (files: Record<string, string>) => importViolations(new Map(Object.entries(files)), packages);
  const model = { "model/leases.ts": "" };

  test("nothing in a tree that keeps the rules", () => {
    expect(
      broken({
        ...model,
        "src/schema/schema.ts": "",
        "src/machine/machine.ts": 'import type { Schema } from "../schema/schema.js";',
        "src/semantics/step.ts": 'import { produce } from "immer";\nimport { x } from "../machine/machine.js";',
        "src/cli/main.ts": 'import { leases } from "../../model/leases.js";\nimport { readFileSync } from "node:fs";',
      }),
    ).toEqual([]);
  });

  test.each([
    ["the checker that knows of the model", "src/search/a.ts", 'import { x } from "../../model/leases.js";', "model/"],
    ["a type import", "src/search/a.ts", 'import type { X } from "../../model/leases.js";', "model/"],
    ["a type import in place", "src/search/a.ts", 'type X = import("../../model/leases.js").X;', "model/"],
    ["a dynamic import", "src/report/a.ts", 'const x = await import("../../model/leases.js");', "model/"],
    ["a re-export", "src/trace/a.ts", 'export * from "../../model/leases.js";', "model/"],
    ["an import for its effect", "src/trace/a.ts", 'import "../../model/leases.js";', "model/"],
    ["an import over several lines", "src/trace/a.ts", 'import {\n  x,\n} from "../../model/leases.js";', "model/"],
    [
      "a model that knows of the search",
      "model/a.ts",
      'import { explore } from "../src/search/explore.js";',
      "src/search/",
    ],
    ["a model that takes the whole library", "model/a.ts", 'import { x } from "../src/index.js";', "src/"],
    [
      "a subsystem that knows of conformance",
      "model/scenarios/a.ts",
      'import "../../src/conformance/a.js";',
      "conformance/",
    ],
    [
      "a schema that knows of machines",
      "src/schema/a.ts",
      'import { x } from "../machine/machine.js";',
      "src/machine/",
    ],
    ["the library that takes the command line", "src/index.ts", 'export { x } from "./cli/main.js";', "src/cli/"],
    ["properties that know of the search", "properties/a.ts", 'import "../src/search/explore.js";', "src/search/"],
    ["an import of the tests", "src/search/a.ts", 'import { x } from "../../test/models/index.js";', "test/"],
    ["an import of the benchmarks", "src/cli/a.ts", 'import { x } from "../../bench/cases.js";', "bench/"],
    ["a file that is not there", "src/search/a.ts", 'import { x } from "./gone.js";', "does not exist"],
    ["a folder without a rule", "src/misc/a.ts", "", "no rule"],
    ["a package that is not ours", "src/cli/a.ts", 'import { chain } from "lodash/fp";', "package.json does not name"],
    ["immer outside of semantics", "src/search/a.ts", 'import { produce } from "immer";', "belongs in src/semantics"],
    [
      "a parser outside of the command line",
      "src/report/a.ts",
      'import { Command } from "commander";',
      "belongs in src/cli",
    ],
  ])("%s", (_, path, text, words) => {
    expect(broken({ ...model, [path]: text }).join("\n")).toContain(words);
  });

  test("cycles between files and between folders", () => {
    expect(broken({ "src/search/a.ts": 'import "./b.js";', "src/search/b.ts": 'import "./a.js";' })).toEqual([
      "cycle: src/search/a.ts → src/search/b.ts → src/search/a.ts",
    ]);
    const folders = broken({
      "src/search/a.ts": "",
      "src/search/b.ts": 'import "../trace/a.js";',
      "src/trace/a.ts": 'import "../search/a.js";',
    });
    expect(folders).toContain("cycle: src/search → src/trace → src/search");
  });
});

test("comments and strings are no imports", () => {
  const text = `
    /** {@link import("./types.js").X} */
    // import { x } from "./y.js";
    import { z } from "./z.js"; // import "./w.js"
    const url = "https://example.org"; export { v } from "./v.js";`;
  expect(specifiersOf(text).sort()).toEqual(["./v.js", "./z.js"]);
});

test("a file follows the rule of its folder", () => {
  expect(folderOf("src/index.ts")).toBe("src");
  expect(folderOf("src/schema/view/slots.ts")).toBe("src/schema");
  expect(folderOf("model/designs/tgid.ts")).toBe("model");
  expect(folderOf("model/kernel/strace.ts")).toBe("model/kernel");
  expect(folderOf("vitest.config.ts")).toBe(".");
});

/** Models, designs and properties of a user's own that are wrong in some way: the line on stderr says what and where. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { folder, run, runAlone, tokenIn } from "./cli.js";

const ROOT = dirname(fileURLToPath(new URL("../../package.json", import.meta.url)));

const COUNTER = `
import { author, boolean, range, record, scenario } from "leasecheck";
const state = record({ n: range(0, 3) });
const { action, always, sometimes } = author(state);
const count = action("count", { enabled: (s) => s.n < 3, effect: (s) => { s.n++; } });
const counter = (changes) => scenario({ name: "counter", state, actions: [count], final: (s) => s.n === 3, ...changes });
`;

/** Runs a command on a module: what it exports is an expression, in which `counter({ … })` makes a model. */
async function ran(exported: string, args: readonly string[] = ["check", "./it.js"], start = run) {
  const cwd = folder();
  mkdirSync(join(cwd, "node_modules"));
  symlinkSync(ROOT, join(cwd, "node_modules", "leasecheck"));
  writeFileSync(join(cwd, "package.json"), '{"type":"module"}');
  writeFileSync(join(cwd, "it.js"), `${COUNTER}export default ${exported};\n`);
  writeFileSync(join(cwd, "counter.js"), `${COUNTER}export default counter({});\n`);
  return start(args, { cwd });
}

describe("modules that are no models", () => {
  it.each([
    ["designs that are none", "{ ...counter({}), designs: [null] }", "no-model", "designs"],
    ["faults that are none", "{ ...counter({}), faults: [{}] }", "no-model", "faults"],
    ["a state without fields", '{ ...counter({}), state: { kind: "record" } }', "no-model", "it.js"],
    ["a schema that was not called", "counter({ state: record({ flag: boolean }) })", "bad-schema", "state.flag"],
    ["a scope key that is none", "counter({ scope: { x: 5 } })", "no-model", "it.js"],
    [
      "a parameter that is none",
      'counter({ actions: [action("a", { parameters: { x: 5 }, effect() {} })] })',
      "bad-schema",
      "x",
    ],
    [
      "a parameter that is a structure",
      'counter({ actions: [action("a", { parameters: { x: record({}) }, effect() {} })] })',
      "bad-schema",
      "x",
    ],
    [
      "parameters without end",
      'counter({ actions: [action("a", { parameters: { x: range(0, 1e9) }, effect() {} })] })',
      "bad-schema",
      "x",
    ],
    [
      "a property with a reserved name",
      'counter({ properties: [always("no-deadlock", { state: () => true })] })',
      "no-model",
      "no-deadlock",
    ],
  ])("%s", async (_, exported, code, says) => {
    const { status, stdout, stderr } = await ran(exported);
    expect(stderr).toMatch(new RegExp(`^leasecheck: [^\\n]*\\[${code}\\]\\n$`));
    expect(stderr).toContain(says);
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });

  it.each([
    ["constants", "counter({ constants: () => { throw new Error('oh') } })", "constants"],
    ["refuses", "counter({ refuses: () => { throw new Error('oh') } })", "refuses"],
    [
      "when",
      'counter({ actions: [action("a", { when: () => { throw new Error("oh") }, effect() {} })] })',
      'when of "a"',
    ],
    [
      "applies",
      'counter({ properties: [always("p", { applies: () => { throw new Error("oh") }, state: () => true })] })',
      'applies of "p"',
    ],
  ])("%s that throws is named", async (_, exported, says) => {
    const { status, stderr } = await ran(exported);
    expect(stderr).toBe(`leasecheck: ${says}: oh [model-error]\n`);
    expect(status).toBe(1);
  });

  it("a property that was put together by hand", async () => {
    const { status, stderr } = await ran('{ name: "p", applies: () => true, violatedBy: [], badState: () => true }', [
      "check",
      "./counter.js",
      "--property",
      "./it.js",
    ]);
    expect(stderr).toMatch(/^leasecheck: \.\/it\.js is no property[^\n]*\[no-property\]\n$/);
    expect(status).toBe(2);
  });

  it("a folder, and a module in TypeScript", async () => {
    const cwd = folder();
    mkdirSync(join(cwd, "models.js"));
    const directory = await run(["check", "./models.js"], { cwd });
    expect(directory.stderr).toBe(
      "leasecheck: cannot read the module ./models.js: it is a directory [unreadable-module]\n",
    );
    writeFileSync(join(cwd, "it.ts"), "export default 1 as number;\n");
    const typed = await run(["check", "./it.ts"], { cwd });
    expect(typed.stderr).toMatch(/^leasecheck: [^\n]*compile it to JavaScript[^\n]*\[broken-module\]\n$/);
  });

  it("a module that never finishes loading", async () => {
    for (const exported of ["await new Promise(() => {})", "process.exit(0)"]) {
      const { status, stderr } = await ran(exported, ["check", "./it.js"], runAlone);
      expect(stderr).toMatch(/^leasecheck: [^\n]*never finished[^\n]*\[broken-module\]\n$/);
      expect(status).toBe(2);
    }
  });
});

describe("models that are wrong when they run", () => {
  it("nothing to judge is no pass", async () => {
    for (const command of ["check", "random"]) {
      const { status, stdout } = await ran("counter({ deadlocks: false })", [command, "./it.js"]);
      expect(stdout).toContain("no property to judge");
      expect(status).toBe(3);
    }
  });

  it("random walks notice a guard that writes", async () => {
    const writing = 'counter({ actions: [action("a", { enabled: (s) => { s.n = 1; return true; }, effect() {} })] })';
    const { status, stdout } = await ran(writing, ["random", "./it.js", "--seed", "1"]);
    expect(stdout).toContain("MODEL ERROR");
    expect(stdout).toContain("wrote to the state");
    expect(stdout).not.toContain("WARNING");
    expect(status).toBe(1);
    expect(tokenIn(stdout)).toMatch(/^lc1_/);
  });

  it("an error of several lines stays within its paragraph", async () => {
    const { stdout } = await ran('counter({ actions: [action("a", { effect() { throw new Error("one\\ntwo"); } })] })');
    expect(stdout).toContain('  Error: effect of "a": one two\n');
  });
});

import { describe, expect, test } from "vitest";
import { machinePaths, tooLong, undocumented } from "./file-rules.js";
import { type Sources, sourcesUnder } from "./sources.js";

const offenders = (sources: Sources, rule: (path: string, text: string) => string[]): string[] =>
  [...sources].flatMap(([path, text]) => rule(path, text));

test("files are short", () => {
  expect(offenders(sourcesUnder(["src", "model", "properties"]), tooLong)).toEqual([]);
});

test("exports are documented", () => {
  expect(offenders(sourcesUnder(["src", "model"]), undocumented)).toEqual([]);
});

test("no file names a place on somebody's machine", () => {
  const folders = ["src", "model", "properties", "test", "bench", "examples", "docs"];
  const sources = sourcesUnder(folders, [".ts", ".js", ".md", ".json"]);
  expect(offenders(sources, machinePaths)).toEqual([]);
});

describe("the checks notice", () => {
  test("a long file", () => {
    expect(tooLong("a.ts", "x\n".repeat(400))).toEqual([]);
    expect(tooLong("a.ts", "x\n".repeat(401))).toHaveLength(1);
  });

  test("exports without docstrings", () => {
    const text = [
      "/** Documented. */",
      "export const a = 1;",
      "export const b = 2;",
      "/** Documented. */",
      "export function c(x: number): void;",
      "export function c(x: string): void;",
      "export async function d() {}",
      "",
      "export interface E {}",
      "export class F {}",
      "const local = 1;",
    ];
    const names = undocumented("a.ts", text.join("\n")).map((line) => line.split(" ")[1]);
    expect(names).toEqual(["b", "d", "E", "F"]);
  });

  test("machine paths, and not relative ones", () => {
    const home = ["", "home", "somebody", "x"].join("/");
    expect(machinePaths("a.ts", `const x = "${home}";`)).toHaveLength(1);
    expect(machinePaths("a.ts", `import "../..${home}";\nconst url = "https://example.org${home}";`)).toEqual([]);
  });
});

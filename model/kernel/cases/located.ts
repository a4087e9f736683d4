/** YAML as plain data in which every value knows where it stands. JSON is YAML too. */
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";

/** A place in a text, counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A value with its place. Numbers and booleans are the text that was written. */
export type Located = Place &
  (
    | { readonly kind: "mapping"; readonly entries: ReadonlyMap<string, Entry> }
    | { readonly kind: "list"; readonly items: readonly Located[] }
    | { readonly kind: "text"; readonly text: string }
    | { readonly kind: "nothing" }
  );

/** A key with its place, and its value. */
export interface Entry {
  readonly key: Place;
  readonly value: Located;
}

/** What is wrong, and where. */
export interface Problem extends Place {
  readonly problem: string;
}

/** Everything that moves the cursor of a terminal or hides, but ends of lines. */
const CONTROL = /[^\P{C}\n]/u;

/** Longer texts are not read. */
const MOST_CHARACTERS = 1 << 20;

/** Reads a text. When there are problems the value is not to be used. */
export function readLocated(text: string): { readonly value: Located; readonly problems: readonly Problem[] } {
  const nowhere: Located = { kind: "nothing", line: 1, column: 1 };
  const refuse = (problem: string) => ({ value: nowhere, problems: [{ line: 1, column: 1, problem }] });
  if (text.length > MOST_CHARACTERS) return refuse(`longer than ${MOST_CHARACTERS} characters`);
  const lines = new LineCounter();
  const problems: Problem[] = [];
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  try {
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, keepSourceTokens: false });
    for (const { pos, message } of [...document.errors, ...document.warnings])
      problems.push({ ...place(pos[0]), problem: message });
    if (problems.length > 0) return { value: nowhere, problems };
    return { value: located(document.contents, nowhere, place, problems), problems };
  } catch (error) {
    if (error instanceof RangeError) return refuse("nested too deeply");
    throw error;
  }
}

function located(node: unknown, parent: Place, place: (offset: number) => Place, problems: Problem[]): Located {
  if (node === null || node === undefined) return { kind: "nothing", line: parent.line, column: parent.column };
  const at = place((node as Node).range?.[0] ?? 0);
  if (isSeq(node)) return { kind: "list", ...at, items: node.items.map((item) => located(item, at, place, problems)) };
  if (isMap(node)) {
    const entries = new Map<string, Entry>();
    for (const { key, value } of node.items) {
      const name = located(key, at, place, problems);
      if (name.kind === "text")
        entries.set(name.text, {
          key: { line: name.line, column: name.column },
          value: located(value, name, place, problems),
        });
      else problems.push({ line: name.line, column: name.column, problem: "a key is a plain word" });
    }
    return { kind: "mapping", ...at, entries };
  }
  if (isScalar(node)) {
    if (node.value === null) return { kind: "nothing", ...at };
    if (CONTROL.test(String(node.value))) problems.push({ ...at, problem: "control characters mean nothing here" });
    return {
      kind: "text",
      ...at,
      text: typeof node.value === "string" ? node.value : (node.source ?? `${node.value}`),
    };
  }
  problems.push({ ...at, problem: "anchors and aliases mean nothing here: write it out" });
  return { kind: "nothing", ...at };
}

/** Numbers, lists and limits as people read them. */
import type { Limit } from "../machine/verdict.js";
import type { Scope } from "../schema/schema.js";

/** `1,234,567` */
export const count = (n: number): string => n.toLocaleString("en-US", { maximumFractionDigits: 0 });

/** `1 state`, `2 states` */
export const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`;

/** `0.4 s`, `12 s` */
export const duration = (seconds: number): string => `${seconds < 10 ? seconds.toFixed(1) : seconds.toFixed(0)} s`;

/** `tasks=3 descriptions=2` as separate words, one a key. */
export const scopeWords = (scope: Scope): string[] =>
  Object.entries(scope).map(([name, value]) => `${name}=${String(value)}`);

/** Why a search ended before a property was decided; without a limit it can only have been a model error. */
export function limitWords(limit: Limit): string {
  switch (limit) {
    case "states":
      return "the limit on states was hit";
    case "depth":
      return "the limit on depth was hit";
    case "time":
      return "the time was up";
    case "memory":
      return "the memory was used up";
    case "disk":
      return "the disk was full";
    case "worker":
      return "a worker died";
    case "interrupted":
      return "interrupted";
    case null:
      return "the search ended at a model error";
  }
}

/** Words set in lines of at most `width` columns; lines after the first are indented like the text behind `label`. */
export function paragraph(label: string, words: readonly string[], width: number): string {
  const indent = " ".repeat(label.length);
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    if (line !== "" && label.length + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map((text, n) => `${n === 0 ? label : indent}${text}`.trimEnd()).join("\n");
}

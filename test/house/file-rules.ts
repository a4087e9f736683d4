/** What a file of the house looks like: short, and its exports are documented. */

const MOST_LINES = 400;
const EXPORT = /^export (?:default )?(?:declare |abstract |async )*(?:function\*?|class|const|interface) (\w+)/;

/** How a file breaks the rule of length, or nothing. */
export function tooLong(path: string, text: string): string[] {
  const lines = text.trimEnd().split("\n").length;
  return lines > MOST_LINES ? [`${path}: ${lines} lines, and at most ${MOST_LINES} are allowed`] : [];
}

/** The exported functions, classes, constants and interfaces without a docstring directly above them. */
export function undocumented(path: string, text: string): string[] {
  const lines = text.split("\n");
  return lines.flatMap((line, n) => {
    const name = EXPORT.exec(line)?.[1];
    if (name === undefined) return [];
    const above = lines[n - 1] ?? "";
    // The further signatures of a function share the docstring of the first.
    return above.trim().endsWith("*/") || overloads(lines, n, name)
      ? []
      : [`${path}:${n + 1}: ${name} has no docstring`];
  });
}

/** Whether a signature of the same function ends on the line above. */
function overloads(lines: readonly string[], line: number, name: string): boolean {
  if (!(lines[line - 1] ?? "").endsWith(";")) return false;
  for (let n = line - 1; n >= 0; n--) {
    const above = EXPORT.exec(lines[n] as string)?.[1];
    if (above !== undefined) return above === name && (lines[n] as string).includes("function");
    if ((lines[n] as string) === "}") return false;
  }
  return false;
}

/** Absolute paths of somebody's machine, by line. */
export function machinePaths(path: string, text: string): string[] {
  // Put together here, so that this file does not break its own rule.
  const pattern = new RegExp(`(?<![\\w.)*-])/(?:${["work", "home", "root", "Users"].join("|")})/\\w`);
  return text.split("\n").flatMap((line, n) => (pattern.test(line) ? [`${path}:${n + 1}: ${line.trim()}`] : []));
}

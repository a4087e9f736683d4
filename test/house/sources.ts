/** The source files of the repository, for the tests that hold its rules. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Texts by path from the root of the repository, with `/` between folders. */
export type Sources = ReadonlyMap<string, string>;

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The text of one file. */
export const textOf = (path: string): string => readFileSync(join(root, path), "utf8");

/** The files under the given folders whose names end in one of the given ways; a folder that is missing has none. */
export function sourcesUnder(folders: readonly string[], endings: readonly string[] = [".ts"]): Sources {
  const found = new Map<string, string>();
  const walk = (folder: string): void => {
    for (const entry of entriesOf(folder)) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (endings.some((ending) => entry.name.endsWith(ending))) found.set(path, textOf(path));
    }
  };
  for (const folder of folders) walk(folder);
  return found;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(join(root, folder), { withFileTypes: true });
  } catch {
    return [];
  }
}

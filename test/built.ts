/**
 * Tests run the program as it is built. What they import of it is taken from dist/, as Node loads it: Vitest's own
 * transformed modules load five times as slowly and search at two thirds of the speed, and would be a second copy of
 * everything beside that of the threads and of the models that import the package.
 */
import { execFileSync } from "node:child_process";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Files that Node is to load by itself. */
export const BUILT: readonly RegExp[] = [/\/dist\/(?:src|model|properties)\//];

/** Points imports of sources at what was built of them. */
export const fromBuilt = {
  name: "from-built",
  enforce: "pre",
  resolveId(source: string, importer: string | undefined): string | null {
    if (importer === undefined || !source.startsWith(".")) return null;
    const path = relative(ROOT, resolve(dirname(importer), source));
    return /^(?:src|model|properties)\/.*\.js$/.test(path) ? resolve(ROOT, "dist", path) : null;
  },
} as const;

/** Builds before the first test. @throws Error when the build fails */
export function setup(): void {
  execFileSync("npm", ["run", "--silent", "build"], { cwd: ROOT, stdio: "inherit" });
}

/** Where the repository is, for what runs compiled (from dist-bench) and as it is (in tests). */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const above = new URL("../", import.meta.url);
const root = existsSync(new URL("package.json", above)) ? above : new URL("../", above);

/** The path of something in the repository. */
export const inRepository = (path: string): string => fileURLToPath(new URL(path, root));

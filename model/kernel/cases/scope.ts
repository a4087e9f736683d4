/** The scope of the lease core that a case needs. */
import type { ScopeValue } from "../../../src/schema/schema.js";
import type { Case } from "./case.js";

/** The most descriptions that a scope can have. */
const MOST_DESCRIPTIONS = 4;

/** Room for all that the case names, and every call that a case can make. */
export function scopeOf({ processes, processOf, files, descriptions }: Case): Record<string, ScopeValue> {
  return {
    tasks: processOf.size,
    processes: processes.length,
    threads: 1,
    groups: new Set(processOf.values()).size,
    files: Math.max(1, Math.min(MOST_DESCRIPTIONS, descriptions.length)),
    inodes: Math.max(1, files.length),
    nonblocking: true,
    writing: true,
    readWrite: true,
    path: true,
    truncate: true,
    openTruncate: true,
    query: true,
    fork: true,
    clone: true,
    exit: true,
    dup: true,
    data: true,
    metadata: true,
    signals: "any",
    deadlines: true,
  };
}

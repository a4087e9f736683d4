/** Scopes of `delegations` that are small enough to look at every state, and the kinds of ids that each can exchange. */
import type { ScopeValue } from "../../../src/schema/schema.js";

/** Few operations, nothing else going on. */
export const SMALL = { files: 1, operations: 1, localOperations: 0, revocation: false };

/** Name, interchangeable kinds, scope. */
export const symmetricScopes: readonly (readonly [string, readonly string[], Readonly<Record<string, ScopeValue>>])[] =
  [
    ["attributes", ["client", "thread"], { ...SMALL, openWrite: false }],
    ["names", ["client", "file"], { ...SMALL, threads: 1, files: 2, remove: true, link: true, rename: true }],
    ["a helper", ["client", "thread", "file"], { ...SMALL, files: 2, helpers: true, setAttributes: false }],
  ];

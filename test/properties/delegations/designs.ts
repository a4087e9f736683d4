/** What the designs make of delegations, in small scopes: as tests, for the designs and policies that are named. */
import { describe, expect, it } from "vitest";
import { LIVE, reached, search, violated } from "./search.js";

/** Read delegations, attributes changed by others; and the same with files opened and written instead. */
const CHANGES = { operations: 1, openWrite: false, localOperations: 0, revocation: false };
const OPENS = { setAttributes: false, localOperations: 0, revocation: false };

const BEFORE = "before the VFS call";
const AFTER = "after the VFS call";
const HASHED = "hashed delegations";
const LISTED = "listed leases";

/** A policy of the server's own check, and whether it is right for opens, for changes, for both or for neither. */
export type Policy = readonly [publish: string, check: string, lock: string, right: string];

/** The policies, from the weakest to the strongest of each kind. */
export const POLICIES: readonly Policy[] = [
  [BEFORE, HASHED, "not at all", "neither"],
  [BEFORE, HASHED, "by i_rwsem", "neither"],
  [BEFORE, HASHED, "until the VFS call returns", "both"],
  [BEFORE, HASHED, "until the effect is visible", "both"],
  [BEFORE, LISTED, "not at all", "opens"],
  [BEFORE, LISTED, "by i_rwsem", "both"],
  [BEFORE, LISTED, "until the VFS call returns", "both"],
  [AFTER, HASHED, "not at all", "neither"],
  [AFTER, HASHED, "by i_rwsem", "neither"],
  [AFTER, HASHED, "until the VFS call returns", "changes"],
  [AFTER, HASHED, "until the effect is visible", "both"],
  [AFTER, LISTED, "not at all", "neither"],
  [AFTER, LISTED, "by i_rwsem", "changes"],
  [AFTER, LISTED, "until the VFS call returns", "changes"],
  [AFTER, LISTED, "until the effect is visible", "both"],
];

/** The tests, for the designs named. */
export function describeDesigns(NAMES: readonly string[], policies: readonly Policy[]): void {
  describe("read delegations", () => {
    it.each(NAMES)("%s, attributes changed", async (design) => {
      const found = violated(await search({ design, scope: { ...CHANGES, operations: 2 } }));
      const expected: Readonly<Record<string, object>> = {
        "linux-5.0": { "own-client-never-recalled": 6, "only-conflicts-refuse": 6 },
        tgid: { "delegation-promise-kept": 13 },
      };
      expect(found).toEqual(expected[design] ?? {});
    });
    it.each(NAMES)("%s, files opened and written", async (design) => {
      const found = violated(await search({ design, scope: OPENS }));
      const expected: Readonly<Record<string, object>> = {
        "linux-5.0": { "own-client-never-recalled": 9, "only-conflicts-refuse": 9 },
        tgid: { "delegation-promise-kept": 13, "no-conflicting-grant": 11 },
      };
      expect(found).toEqual(expected[design] ?? {});
    });
  });

  /** Which locking of the server's own data is enough: the policies, one by one, under the thread group's rule. */
  describe("the server's own check", () => {
    it.each(policies)(
      "access published %s, %s looked at, locked %s: right for %s",
      async (publish, check, lock, right) => {
        const policy = { publish, check, lock };
        const opens = violated(await search({ design: "tgid", scope: { ...OPENS, ...policy } }));
        const changes = violated(await search({ design: "tgid", scope: { ...CHANGES, ...policy } }));
        expect(Object.keys(opens).length === 0).toBe(right === "both" || right === "opens");
        expect(Object.keys(changes).length === 0).toBe(right === "both" || right === "changes");
      },
    );
  });

  describe("v4.0", () => {
    it.each(NAMES)("%s: a compound that names no client recalls that client's own delegation", async (design) => {
      const scope = { oldClients: 1, threads: 1, localOperations: 0 };
      const result = await search({ design, scope });
      expect(reached(result)).toContain("unidentified-compound-recalls-own");
      expect(Object.keys(violated(result))).toEqual(
        design === "linux-5.0" ? ["own-client-never-recalled", "only-conflicts-refuse"] : [],
      );
    });
  });

  describe("write delegations", () => {
    const scope = { writeDelegations: true, threads: 1, openWrite: false, setAttributes: false, localOperations: 0 };
    it.each(NAMES)(
      "%s: others that have the file open for reading break the promise, unless W-h is mended",
      async (design) => {
        const found = violated(await search({ design, scope, mends: LIVE.filter((name) => name !== "W-h") }));
        expect(Object.keys(found).sort()).toEqual(["delegation-promise-kept", "no-conflicting-grant"]);
        expect(violated(await search({ design, scope }))).toEqual({});
      },
    );
  });

  describe("helpers", () => {
    const scope = { helpers: true, clients: 1, threads: 1, operations: 3, setAttributes: false, localOperations: 0 };
    const WITHOUT_NAME = ["linux-6.18", "linux-5.0", "tgid", "tgid-locked-vfs", "tgid-locked"];
    it.each(NAMES)("%s: whether a helper recalls its own client's delegation", async (design) => {
      const found = violated(await search({ design, scope, mends: ["W-c"] }));
      expect("own-client-never-recalled" in found).toBe(WITHOUT_NAME.includes(design));
    });
  });

  /** B36 is about two clocks; which passes first is part of the scope, and printed with it. */
  describe("a write delegation that the VFS clock weakens", () => {
    const scope = { writeDelegations: true, threads: 1, openWrite: false, setAttributes: false, localOperations: 0 };
    it.each(["break time first", "in any order"])("is read under, clocks %s", async (clocks) => {
      const mends = LIVE.filter((name) => name !== "B36");
      expect(violated(await search({ design: "linux-6.18", scope: { ...scope, clocks }, mends }))).toEqual({
        "delegation-promise-kept": 15,
      });
      expect(violated(await search({ design: "linux-6.18", scope: { ...scope, clocks } }))).toEqual({});
    });
  });

  describe("a process on the server that waits", () => {
    const scope = {
      revocation: false,
      operations: 1,
      openWrite: false,
      setAttributes: false,
      localOpen: false,
      close: true,
    };
    it.each(NAMES)("%s: hangs behind a delegation that it never asked for, unless W-j is mended", async (design) => {
      const today = await search({ design, scope, mends: LIVE.filter((name) => name !== "W-j") });
      expect(Object.keys(violated(today))).toContain("sleeper-was-heard");
      const mended = await search({ design, scope });
      expect(Object.keys(violated(mended))).not.toContain("sleeper-was-heard");
    });
  });

  describe("courtesy clients", () => {
    it.each(["linux-6.18", "tgid-locked"])("%s: come back to what they had, or give way", async (design) => {
      const scope = { courtesy: true, operations: 1, openWrite: false, localOperations: 0, revocation: false };
      const result = await search({ design, scope });
      expect(violated(result)).toEqual({});
      expect(reached(result)).toEqual(
        expect.arrayContaining(["courtesy-client-comes-back", "courtesy-client-gives-way"]),
      );
    });
  });
}

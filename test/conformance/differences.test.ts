/** What one machine shows and another cannot: hidden steps do not matter, outcomes do. */
import { describe, expect, it } from "vitest";
import { delegations, leaseCore } from "../../properties/scenarios.js";
import { differencesOf } from "../../src/conformance/differences.js";
import { author, constants } from "../../src/machine/author.js";
import { machineOf } from "../../src/machine/machine.js";
import { CALL } from "../../src/machine/observation.js";
import { type Scenario, scenario } from "../../src/machine/scenario.js";
import { oneOf, record } from "../../src/schema/schema.js";
import { replay } from "../../src/trace/replay.js";

const state = record({ at: oneOf("idle", "asked", "looked", "thought") });
const { action } = author(state, constants<{ design: string }>());

/** Servers that answer yes or no, and think more or less before they do. */
const servers: Scenario = scenario({
  name: "servers",
  state,
  designs: ["plain", "thoughtful", "moody", "grumpy"].map((name) => ({ name, says: "", source: "" })),
  constants: ({ design }) => ({ design: design.name }),
  actions: [
    // A call that is answered in the same step.
    action("ping", { effect: () => {} }),
    action("ask", {
      enabled: (s) => s.at === "idle",
      effect: (draft) => {
        draft.at = "asked";
      },
    }),
    action("think", {
      when: ({ design }) => design === "thoughtful",
      enabled: (s) => s.at === "asked",
      effect: (draft) => {
        draft.at = "thought";
      },
    }),
    action("say yes", {
      when: ({ design }) => design !== "grumpy",
      enabled: (s) => s.at === (s.constants.design === "thoughtful" ? "thought" : "asked"),
      effect: (draft) => {
        draft.at = "idle";
      },
    }),
    action("say no", {
      when: ({ design }) => design === "moody" || design === "grumpy",
      enabled: (s) => s.at === "asked",
      effect: (draft) => {
        draft.at = "idle";
      },
    }),
  ],
  observe: (_before, { action: name }) => {
    if (name === "think") return [];
    const seen = { kind: CALL, says: name };
    if (name === "ping") return [seen, { kind: "answer", says: "pong" }];
    return [name === "ask" ? seen : { kind: "answer", says: name.slice(4) }];
  },
});

const between = (one: string, other: string, limits = {}) =>
  differencesOf(machineOf(servers, { design: one }), machineOf(servers, { design: other }), limits);

describe("small machines", () => {
  it.each([
    ["plain", "thoughtful"],
    ["thoughtful", "plain"],
    ["plain", "moody"],
  ])("%s shows nothing that %s cannot show, however many steps each takes", async (one, other) => {
    expect(await between(one, other)).toMatchObject({ found: [], complete: true });
  });
  it("an answer that the other may not give is a difference, with both behaviours and what comes instead", async () => {
    const { found, complete } = await between("moody", "thoughtful");
    expect(complete).toBe(true);
    expect(found).toEqual([
      {
        kind: "answer",
        seen: [
          { kind: CALL, says: "ask" },
          { kind: "answer", says: "no" },
        ],
        steps: [
          { action: "ask", parameters: {} },
          { action: "say no", parameters: {} },
        ],
        otherSteps: [{ action: "ask", parameters: {} }],
        instead: ["yes"],
      },
    ]);
  });
  it("a search that is cut short is not called complete", async () => {
    expect(await between("plain", "grumpy", { maxDepth: 1 })).toMatchObject({ found: [], complete: false, depth: 1 });
    expect(await between("plain", "grumpy", { maxPairs: 1 })).toMatchObject({ found: [], complete: false });
    expect((await between("plain", "grumpy")).found).toHaveLength(1);
  });
});

describe("the built-in scenarios", () => {
  /** The kinds of difference, with the lengths of the shortest behaviours, and whether these are all. */
  const kinds = async (model: Scenario, one: string, other: string, scope: object, maxDepth = 100) => {
    const make = (design: string) => machineOf(model, { design, scope: { ...model.scopes.quick, ...scope } });
    const [left, right] = [make(one), make(other)];
    const { found, complete } = await differencesOf(left, right, { maxDepth });
    for (const { steps, otherSteps } of found) {
      expect(replay(left, { steps, property: null }).misfit).toBeNull();
      expect(replay(right, { steps: otherSteps, property: null }).misfit).toBeNull();
    }
    return { ...Object.fromEntries(found.map(({ kind, steps }) => [kind, steps.length])), complete };
  };
  const CHANGES = { localOperations: 0, openWrite: false, operations: 1 };
  const OPENS = { localOperations: 0, setAttributes: false, operations: 1 };
  it("delegations: 5.0 recalls a client's own delegation", async () => {
    const scope = { ...CHANGES, clients: 1, operations: 2 };
    expect(await kinds(delegations, "linux-5.0", "linux-6.18", scope)).toEqual({ recall: 6, complete: true });
    expect(await kinds(delegations, "linux-6.18", "linux-5.0", scope)).toEqual({ success: 10, complete: true });
  });
  it("delegations: the series grants over an open that is under way (H9); what it does not recall, 6.18 does", async () => {
    const unlocked = await kinds(delegations, "tgid", "linux-6.18", OPENS);
    expect(unlocked).toEqual({ grant: 11, success: 11, complete: true });
    expect(await kinds(delegations, "tgid-locked", "linux-6.18", OPENS)).not.toHaveProperty("grant");
    const other = await kinds(delegations, "linux-6.18", "tgid", OPENS);
    expect(other).toEqual({ recall: 6, NFS4ERR_DELAY: 16, complete: true });
  });
  it.each([CHANGES, OPENS])(
    "delegations: an argument shows what 6.18 shows, and the other way round, %o",
    async (scope) => {
      expect(await kinds(delegations, "explicit-argument", "linux-6.18", scope)).toEqual({ complete: true });
      expect(await kinds(delegations, "linux-6.18", "explicit-argument", scope)).toEqual({ complete: true });
    },
  );
  it("lease-core: a process signals itself, and under the series it does not", async () => {
    const scope = { threads: 1, fork: false, truncate: false, openTruncate: false, deadlines: false, query: false };
    expect(await kinds(leaseCore, "linux-6.18", "tgid", scope, 8)).toEqual({
      signal: 8,
      "signal and sleep": 8,
      complete: false,
    });
    expect(await kinds(leaseCore, "tgid", "linux-6.18", scope, 8)).toEqual({ ok: 8, complete: false });
    expect(await kinds(leaseCore, "linux-5.0", "linux-6.18", scope, 8)).toEqual({ complete: false });
  });
});

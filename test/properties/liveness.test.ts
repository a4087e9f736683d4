/** What goes on in the end, and under which policies it does not. */
import { describe, expect, it } from "vitest";
import { delegations, leaseCore, series, userspaceServer } from "../../properties/scenarios.js";
import { violated } from "./starvation.js";

describe("lease-core", () => {
  const small = {
    tasks: 2,
    fork: false,
    exit: false,
    query: false,
    nonblocking: false,
    openTruncate: false,
    truncate: false,
  };

  it("lets breakers proceed at the deadline", async () => {
    expect(await violated(leaseCore, { scope: small })).toEqual([]);
  });

  it("lets nobody proceed past a deaf holder with lease-break-time 0", async () => {
    expect(await violated(leaseCore, { scope: { ...small, deadlines: false } })).toEqual(["breakers-proceed"]);
  });
});

describe("lease-core, with a reader that breaks a write lease", () => {
  const small = { tasks: 2, fork: false, exit: false, query: false, truncate: false, openTruncate: false };
  const readers = { ...small, writing: false };

  it("lets it proceed at the deadline, though it polls", async () => {
    expect(await violated(leaseCore, { scope: readers })).toEqual([]);
  });

  it("B4: spins, which the deadline ends; without one nobody else returns from a call", async () => {
    expect(await violated(leaseCore, { bugs: ["B4"], scope: readers })).toEqual([]);
    const never = { ...readers, deadlines: false };
    expect(await violated(leaseCore, { scope: never })).toEqual(["breakers-proceed"]);
    expect(await violated(leaseCore, { bugs: ["B4"], scope: never })).toEqual(["breakers-proceed", "calls-return"]);
  });
});

describe("userspace-server", () => {
  const small = { tasks: 3, groups: 3, files: 5, clients: 1 };

  it.each(["linux-6.18", "tgid", "tgid-opt-in"])("lets breakers proceed, and answers, under %s", async (design) => {
    expect(await violated(userspaceServer, { design, scope: small })).toEqual([]);
  });

  it("starves who changes attributes where delegations are granted again at once", async () => {
    const scope = { ...small, tasks: 2, groups: 2, files: 3, workers: 1, foreignLeases: false, sets: "F_SETDELEG" };
    expect(await violated(userspaceServer, { mends: ["W-j"], scope })).toEqual(["breakers-proceed"]);
  });

  it("U3: waits for itself, until the deadline or for ever", async () => {
    const scope = { tasks: 2, groups: 2, files: 4, foreignLeases: false };
    expect(await violated(userspaceServer, { bugs: ["U3"], scope })).toEqual([]);
    const never = { ...scope, deadlines: false };
    expect(await violated(userspaceServer, { bugs: ["U3"], scope: never })).toEqual([
      "breakers-proceed",
      "requests-are-answered",
    ]);
  });
});

describe("series", () => {
  const { liveness } = series.scopes;

  it("goes on from boot to the end of the server", async () => {
    expect(await violated(series, { scope: liveness ?? {} })).toEqual([]);
  });

  it.each([
    ["H1", 1, ["services-end"]],
    ["I7", 1, ["breakers-proceed", "recalls-are-resolved"]],
    ["P4", 2, ["services-end", "breakers-proceed", "requests-are-answered", "recalls-are-resolved"]],
  ])("%s, with %i threads: violate %j", async (fault, size, names) => {
    expect(await violated(series, { bugs: [fault], scope: { ...liveness, size } })).toEqual(names);
  });
});

describe("delegations", () => {
  const small = { revocation: false, operations: 1 };
  const ways = delegations.properties.filter(({ kind }) => kind === "liveness");

  it.each(["as Linux does", "delay"])("go on when threads wait %s", async (patience) => {
    expect(await violated(delegations, { scope: { ...small, patience } })).toEqual([]);
  });

  it("end in a deadlock of the server when threads block", async () => {
    const found = await violated(delegations, {
      scope: { ...small, clients: 3, localOperations: 0, patience: "block" },
    });
    // Where recalls do not run out nothing is revoked.
    expect(found).toEqual(ways.map(({ name }) => name).filter((name) => name !== "revoked-delegations-are-freed"));
  });

  it("of a dead client are revoked, and the waiter goes on", async () => {
    const mends = delegations.faults.filter(({ kind }) => kind === "live").map(({ name }) => name);
    expect(await violated(delegations, { mends, scope: { operations: 1 } })).toEqual([]);
  });
});

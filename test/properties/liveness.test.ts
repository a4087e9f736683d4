/** What goes on in the end, and under which policies it does not. */
import { describe, expect, it } from "vitest";
import { delegations, leaseCore } from "../../properties/scenarios.js";
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

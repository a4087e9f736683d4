/** Which servers in user space gain from the rule, and which locking they need. All answers are in docs/userspace.md. */
import { describe, expect, it } from "vitest";
import { userspaceServer } from "../../../properties/scenarios.js";
import { machineOf } from "../../../src/machine/machine.js";
import { stepsTo, violated } from "./search.js";

/** Two clients, nobody beside the server. */
const ALONE = { tasks: 2, groups: 2, files: 4, foreignLeases: false };
const OWN = { "same-tgid-never-breaks": 12, "own-client-never-recalled": 12 };
const STUCK = { "server-waits-for-itself": 12, "returns-are-not-held-up": 12 };

describe("without the rule", () => {
  it.each(["threaded", "process per client"])("%s: a client's own write has its lease recalled", async (server) => {
    expect(await violated({ scope: { ...ALONE, server } })).toEqual(OWN);
  });
  it.each(["threaded", "process per client"])("%s: and the server waits for itself, if it sleeps", async (server) => {
    expect(await violated({ scope: { ...ALONE, server, sleeps: true } })).toEqual({ ...OWN, ...STUCK });
  });
  it("the kernel makes up for a server that lets its lock go", async () => {
    const scope = { ...ALONE, pins: "nothing" };
    expect(await stepsTo("lease-promise-kept", { scope })).toBeNull();
  });
});

describe("with the rule, for leases that ask for it", () => {
  const design = "tgid-opt-in";
  it("threads gain: all holds, with the lock across the call, or with a pin", async () => {
    expect(await violated({ design, scope: ALONE })).toEqual({});
    expect(await violated({ design, scope: { ...ALONE, pins: "a pin", sleeps: true } })).toEqual({});
  });
  it("threads that let the lock go between the two lose what the kernel made up for", async () => {
    expect(await violated({ design, scope: { ...ALONE, pins: "nothing" } })).toEqual({ "lease-promise-kept": 14 });
  });
  it("a process for each client gains for its own client, and the kernel still stands between processes", async () => {
    const scope = { ...ALONE, server: "process per client" };
    expect(await violated({ design, scope })).toEqual({});
    expect(await violated({ design, scope: { ...scope, pins: "nothing" } })).toEqual({});
  });
  it("a client that is connected to several processes gains nothing", async () => {
    const scope = { ...ALONE, server: "process per connection" };
    expect(await violated({ design, scope })).toEqual({ "own-client-never-recalled": 12 });
  });
  it("F_SETDELEG: what cannot be made not to sleep needs the pin", async () => {
    const scope = { ...ALONE, workers: 1, clients: 1, sets: "F_SETDELEG", changes: true };
    const name = "returns-are-not-held-up";
    expect(await stepsTo(name, { design, scope: { ...scope, pins: "the lock" } })).toBeNull();
    expect(await stepsTo(name, { design, scope: { ...scope, foreignLeases: true, pins: "the lock" } })).toBe(18);
    expect(await stepsTo(name, { design, scope: { ...scope, foreignLeases: true, pins: "a pin" } })).toBeNull();
  });
});

describe("leases that do not ask", () => {
  it("are broken by their own thread group under the opt-in, as today", async () => {
    const scope = { ...ALONE, optIn: false };
    expect(await violated({ design: "tgid-opt-in", scope })).toEqual({ "own-client-never-recalled": 12 });
    expect(await violated({ design: "tgid", scope })).toEqual({});
  });
});

describe("scopes that make no sense", () => {
  it.each([
    [{ server: "process per client", workers: 2, clients: 1 }, "as many workers as clients"],
    [{ tasks: 2, workers: 3 }, "more threads of the server than tasks"],
    [{ tasks: 4, groups: 2 }, "more processes than thread group ids"],
    [{ files: 5 }, "fewer descriptions than clients and tasks"],
  ])("%o: %s", (scope, why) => {
    expect(() => machineOf(userspaceServer, { scope })).toThrow(why);
  });
});

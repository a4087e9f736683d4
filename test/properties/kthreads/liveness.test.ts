/** Creations, stops and idle kthreadds come to an end as mended, and which faults keep each from it. */
import { describe, expect, it } from "vitest";
import { serviceThreads, threadGroups } from "../../../properties/scenarios.js";
import { violated } from "../starvation.js";

describe("thread-groups", () => {
  const small = { otherFlags: false, park: false, creators: 1 };
  const quiet = { ...small, limits: false, kill: false };

  it.each([
    ["killed, signalled and refused", small],
    ["parked", { ...small, park: true, signals: false }],
    ["by kthreadd itself", { ...quiet, plain: true, signals: false }],
  ])("come to an end with threads %s", async (_, scope) => {
    expect(await violated(threadGroups, { scope })).toEqual([]);
  });

  it.each([
    [[], ["create-requests-are-answered", "stop-terminates", "kthreadd-comes-to-rest"]],
    [["H1"], ["create-requests-are-answered", "kthreadd-comes-to-rest"]],
    [["H2"], ["stop-terminates", "kthreadd-comes-to-rest"]],
    [["H4"], ["create-requests-are-answered", "stop-terminates"]],
    [["H1", "H2", "H4"], []],
  ])("as posted without %j violate %j", async (mends, names) => {
    expect(await violated(threadGroups, { design: "posted", mends, scope: quiet })).toEqual(names);
  });

  it("H1 is hidden where kthread_stop ends interruptible sleeps", async () => {
    const choice = { bugs: ["H1"], scope: { ...quiet, stop: "as in 6.18" } };
    expect(await violated(threadGroups, choice)).toEqual([]);
  });
});

describe("service-threads", () => {
  const small = { services: 1 };

  it("end, with pools that grow, shrink and fail half-way", async () => {
    expect(
      await violated(serviceThreads, { scope: { ...small, size: 2, resizes: 2, kill: false, signals: false } }),
    ).toEqual([]);
  });

  it.each([
    ["H1", ["stop-terminates", "services-end"], {}],
    ["H2", ["create-requests-are-answered"], {}],
    ["H3", ["create-requests-are-answered"], { size: 2, resizes: 2, kill: false, limits: false, signals: false }],
    ["H4", ["kthreadd-comes-to-rest"], {}],
    ["B21", ["services-end"], {}],
  ])("%s: violate %j", async (fault, names, scope) => {
    expect(await violated(serviceThreads, { scope: { ...small, ...scope } })).toEqual([]);
    expect(await violated(serviceThreads, { bugs: [fault], scope: { ...small, ...scope } })).toEqual(names);
  });
});

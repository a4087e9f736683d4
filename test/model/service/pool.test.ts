/** Pools of server threads: they grow one by one, shrink by signals, fail half-way, and end with their last thread. */
import { describe, expect, it } from "vitest";
import { serviceThreads } from "../../../properties/scenarios.js";
import { booted, type Kernel } from "../kthreads/kernel.js";

const SCOPE = { services: 2, size: 2, resizes: 2 };

/** Service n starts, with its group 1 + n and its kthreadd. */
function started(kernel: Kernel, service: number, group: number, kthreadd: number, size: number): Kernel {
  kernel.settle(0).step("start service", { service, group, size });
  if (service > 0 && !kernel.can("append request", { creator: service })) return kernel;
  kernel.request(service, 0).step("wake new kthreadd", { creator: service }).settle(kthreadd);
  if (kernel.can("see group started", { creator: service })) kernel.step("see group started", { creator: service });
  return kernel.step("see service's group", { service });
}
function grown(kernel: Kernel, service: number, kthreadd: number): Kernel {
  kernel
    .step("ask for a server thread", { service })
    .request(service, kthreadd)
    .step("start server thread", { service });
  const task = kernel.state.tasks.firstKey(({ at }) => at === "to run") as number;
  return kernel.step("run thread", { task });
}
const running = (size: number, choice = {}) => {
  const kernel = started(booted(serviceThreads, { scope: SCOPE, ...choice }), 0, 1, 1, size);
  for (let n = 0; n < size; n++) grown(kernel, 0, 1);
  return kernel;
};
const service = (kernel: Kernel, n = 0) => kernel.state.services.at(n as never);
const members = (kernel: Kernel, n = 0): number[] => {
  const found: number[] = [];
  service(kernel, n).members.forEach(({ task }) => {
    found.push(task);
  });
  return found;
};
const tgids = (kernel: Kernel, n: number) =>
  members(kernel, n).map((task) => kernel.state.tasks.at(task as never).tgid);

/** A thread leaves, and its service's group with it when it is the last. */
const leaves = (kernel: Kernel, task: number) =>
  kernel.step("leave server loop", { task }).step("exit server thread", { task });

describe("a pool", () => {
  it("grows one thread after the other, in one thread group", () => {
    const kernel = running(2);
    expect(service(kernel)).toMatchObject({ at: "up", threads: 2 });
    expect(members(kernel)).toEqual([2, 3]);
    expect(tgids(kernel, 0)).toEqual([1, 1]);
  });
  it("shrinks by its newest thread, and waits for nobody", () => {
    const kernel = running(2).step("shrink pool", { service: 0, size: 1 });
    expect(service(kernel)).toMatchObject({ at: "up", threads: 2 });
    expect(kernel.can("leave server loop", { task: 2 })).toBe(false);
    leaves(kernel, 3);
    expect(service(kernel)).toMatchObject({ at: "up", threads: 1 });
    expect(members(kernel)).toEqual([2]);
  });
  it("ends with its last thread, which stops the group that it belongs to", () => {
    const kernel = running(1).step("shrink pool", { service: 0, size: 0 });
    leaves(kernel, 2);
    expect([service(kernel).at, kernel.at(2)]).toEqual(["stopping", "ending service"]);
    kernel.step("tell leader to stop", { group: 1 }).step("wake leader to stop", { group: 1 }).settle(1);
    expect(kernel.at(1)).toBe("dead");
    kernel.step("end service", { service: 0 });
    expect([service(kernel).at, kernel.at(1), kernel.at(2)]).toEqual(["down", "absent", "absent"]);
    expect(kernel.met).toContain("group-ends-after-last-thread");
  });
  it("keeps the threads that it has when one fails", () => {
    const kernel = grown(started(booted(serviceThreads, { scope: SCOPE }), 0, 1, 1, 2), 0, 1);
    kernel.step("ask for a server thread", { service: 0 }).step("append request", { creator: 0 });
    kernel.step("pop request", { task: 1 }).step("clone over a limit", { task: 1 }).settle(1);
    kernel.step("take answer", { creator: 0 }).step("give server thread up", { service: 0 });
    expect(service(kernel)).toMatchObject({ at: "up", threads: 1 });
    expect(kernel.met).toContain("pool-fails-half-way");
    expect(kernel.met).not.toContain("counters-match");
  });
  it("B21: counts the thread that it does not have", () => {
    const kernel = started(booted(serviceThreads, { scope: SCOPE, bugs: ["B21"] }), 0, 1, 1, 1);
    kernel.step("ask for a server thread", { service: 0 }).step("append request", { creator: 0 });
    kernel.step("kill creator", { creator: 0 }).step("give server thread up", { service: 0 });
    expect(service(kernel)).toMatchObject({ at: "up", threads: 1 });
    expect(kernel.met).toContain("counters-match");
  });
  it("a signal to its thread group ends one thread", () => {
    const kernel = running(2).step("signal thread group", { wakes: 2 });
    expect(kernel.can("leave server loop", { task: 3 })).toBe(false);
    leaves(kernel, 2);
    expect(members(kernel)).toEqual([3]);
  });
  it("H3: a group that is stopped before its last thread is used after it was freed", () => {
    const kernel = running(1, { bugs: ["H3"] }).step("shrink pool", { service: 0, size: 0 });
    kernel.step("tell leader to stop", { group: 1 }).step("wake leader to stop", { group: 1 }).settle(1);
    kernel.step("see group stopped early", { service: 0 });
    expect([kernel.at(1), kernel.at(2)]).toEqual(["dead", "in function"]);
    kernel.step("grow pool", { service: 0, size: 2 }).step("ask for a server thread", { service: 0 });
    expect(kernel.met).not.toContain("no-use-of-freed-or-absent");
    kernel.step("append request", { creator: 0 });
    expect(kernel.met).toContain("no-use-of-freed-or-absent");
  });
});

describe("two services", () => {
  const both = (choice: object) => {
    const kernel = running(1, choice);
    const shares = started(kernel, 1, kernel.can("start service", { service: 1, group: 2, size: 1 }) ? 2 : 1, 3, 1);
    return grown(shares, 1, shares.state.services.at(1 as never).group === 2 ? 3 : 1);
  };

  it("have a group each", () => {
    const kernel = both({});
    expect([tgids(kernel, 0), tgids(kernel, 1)]).toEqual([[1], [3]]);
    expect(kernel.met).toContain("services-side-by-side");
    expect(kernel.met).not.toContain("one-group-per-service");
  });
  it.each([
    ["H7", "another service"],
    ["H8", "another network namespace"],
  ])("%s: or share one, when it is %s", (fault, beside) => {
    const kernel = both({ bugs: [fault], scope: { ...SCOPE, beside } });
    expect([tgids(kernel, 0), tgids(kernel, 1)]).toEqual([[1], [1]]);
    expect(kernel.met).toContain("one-group-per-service");
  });
});

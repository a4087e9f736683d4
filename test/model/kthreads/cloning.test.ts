/** What copy_process makes of flags, nodes and signals, and who goes when in a thread group. */
import { describe, expect, it } from "vitest";
import { threadGroups } from "../../../properties/scenarios.js";
import { withGroup, withThread } from "./kernel.js";

/** A thread, task 2, in a group with these flags. */
const cloned = (flags: string, bugs: readonly string[] = []) => {
  const kernel = withGroup(threadGroups, { scope: { otherFlags: true }, bugs }, flags);
  kernel.step("ask for a thread", { creator: 1, group: 1, node: 1 }).request(1, 1);
  return kernel;
};
const task = (kernel: ReturnType<typeof cloned>, n: number) => kernel.state.tasks.at(n as never);

describe("clone flags", () => {
  it("CLONE_THREAD|CLONE_SIGHAND: the leader's thread group, and its parent: siblings, not children", () => {
    expect(task(cloned("thread"), 2)).toMatchObject({ tgid: 1, parent: 0 });
  });
  it("without: a thread group of its own, and the leader as its parent", () => {
    expect(task(cloned("plain"), 2)).toMatchObject({ tgid: 2, parent: 1 });
  });
  it("CLONE_THREAD without CLONE_SIGHAND: none", () => {
    const kernel = cloned("thread without handlers");
    expect(task(kernel, 2).at).toBe("absent");
    expect(kernel.state.creators.at(1 as never)).toMatchObject({ at: "done", thread: null });
    expect(kernel.met).not.toContain("clone-flags-are-honoured");
  });
  it("I5: which is noticed", () => {
    expect([...cloned("thread without handlers", ["I5"]).met]).toContain("clone-flags-are-honoured");
  });
  it("P4: groups without flags have threads for themselves", () => {
    const { met } = cloned("thread", ["P4"]);
    expect([...met]).toEqual(expect.arrayContaining(["clone-flags-are-honoured", "threads-join-their-group"]));
  });
});

describe("the memory node", () => {
  it("is the one asked for, in every group", () => {
    expect(task(cloned("thread"), 2).node).toBe(1);
  });
  it("P2: only for kthreadd's own children", () => {
    const kernel = cloned("thread", ["P2"]);
    expect(task(kernel, 2).node).toBe(0);
    expect([...kernel.met]).toContain("node-is-honoured");
  });
});

describe("exit", () => {
  it("a leader stays, with the number of the group, until the last thread has gone", () => {
    const kernel = withThread(threadGroups);
    kernel.step("stop group", { creator: 0 }).step("tell leader to stop", { group: 1 });
    kernel.step("wake leader to stop", { group: 1 }).settle(1);
    expect(kernel.at(1)).toBe("dead");
    expect(kernel.met).toContain("leader-exits-first");
    kernel.step("free group", { creator: 0 });
    expect([kernel.at(1), task(kernel, 2).tgid]).toEqual(["dead", 1]);
    kernel.step("stop thread", { creator: 1 }).step("wake stopped thread", { creator: 1 });
    kernel.step("leave function", { task: 2 });
    expect(kernel.at(1)).toBe("absent");
    kernel.step("see thread stopped", { creator: 1 });
    expect(kernel.at(2)).toBe("absent");
  });
});

describe("signals to a group", () => {
  const signalled = (bugs: readonly string[]) => withThread(threadGroups, { bugs });

  it("are ignored as long as no thread accepts one", () => {
    const kernel = withGroup(threadGroups, { bugs: ["H4"] });
    expect(kernel.can("signal thread group", { wakes: 1 })).toBe(false);
  });
  it("wake one thread that takes them; the leader sleeps on, and clones", () => {
    const kernel = signalled([]);
    expect(kernel.can("signal thread group", { wakes: 1 })).toBe(false);
    kernel.step("signal thread group", { wakes: 2 });
    expect(kernel.at(1)).toBe("asleep");
    kernel.step("ask for a thread", { creator: 2, group: 1, node: 1 }).request(2, 1);
    expect(kernel.at(3)).toBe("created");
    expect(kernel.met).toContain("pool-can-grow");
    kernel.step("take signal", { task: 2 });
    expect(kernel.at(2)).toBe("dead");
  });
  it("H4: wake the leader first, which keeps going round, and no server", () => {
    const kernel = signalled(["H4"]);
    expect(kernel.can("signal thread group", { wakes: 2 })).toBe(false);
    kernel.step("signal thread group", { wakes: 1 });
    expect(() => kernel.settle(1)).toThrow("does not come to rest");
    expect([...kernel.met]).toEqual(expect.arrayContaining(["idle-kthreadd-sleeps", "signals-reach-a-server"]));
  });
  it("H5: keep the leader from cloning", () => {
    const kernel = signalled(["H5"]).step("signal thread group", { wakes: 2 });
    kernel.step("ask for a thread", { creator: 2, group: 1, node: 1 }).request(2, 1);
    expect(kernel.state.creators.at(2 as never)).toMatchObject({ at: "done", thread: null });
    expect(kernel.met).toContain("only-limits-refuse");
  });
});

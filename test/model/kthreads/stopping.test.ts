/** kthread_stop against the loop of kthreadd, kthread_stop_group against requests, and parking. */
import { describe, expect, it } from "vitest";
import { threadGroups } from "../../../properties/scenarios.js";
import { booted, Kernel, withGroup, withThread } from "./kernel.js";

/** Group 1 is told to stop when its kthreadd is just before the step of this name. */
function stoppedBefore(step: string, choice: object): Kernel {
  const kernel = withGroup(threadGroups, choice);
  kernel.step("ask for a thread", { creator: 1, group: 1, node: 1 }).step("append request", { creator: 1 });
  if (kernel.can("wake kthreadd", { creator: 1 })) kernel.step("wake kthreadd", { creator: 1 });
  for (const own of ["pop request", "clone", "pop request"]) kernel.step(own, { task: 1 });
  for (let n = 0; n < 4 && !kernel.can(step, { task: 1 }); n++)
    kernel.step(["test for a stop", "set state interruptible"].find((own) => kernel.can(own, { task: 1 })) as string, {
      task: 1,
    });
  kernel.step("stop group", { creator: 0 }).step("tell leader to stop", { group: 1 });
  return kernel.step("wake leader to stop", { group: 1 }).settle(1);
}

describe("kthread_stop of a group's kthreadd", () => {
  it.each(["set state interruptible", "test for a stop", "test for requests"])("is seen before “%s”", (step) => {
    const kernel = stoppedBefore(step, {});
    expect(kernel.at(1)).toBe("dead");
    expect(kernel.met).not.toContain("no-lost-wakeup");
  });
  it("H1: is slept through when it comes between the test and the state", () => {
    const kernel = stoppedBefore("set state interruptible", { bugs: ["H1"] });
    expect(kernel.at(1)).toBe("asleep");
    expect(kernel.met).toContain("no-lost-wakeup");
    expect(kernel.can("free group", { creator: 0 })).toBe(false);
  });
  it("H1: is not, since kthread_stop ends interruptible sleeps", () => {
    const kernel = stoppedBefore("set state interruptible", { bugs: ["H1"], scope: { stop: "as in 6.18" } });
    expect(kernel.at(1)).toBe("dead");
    expect(kernel.met).not.toContain("no-lost-wakeup");
  });
});

describe("kthread_stop_group against a request", () => {
  const stopping = (choice: object) => {
    const kernel = withGroup(threadGroups, choice).step("ask for a thread", { creator: 1, group: 1, node: 1 });
    kernel.step("stop group", { creator: 0 }).step("tell leader to stop", { group: 1 });
    return kernel.step("wake leader to stop", { group: 1 }).settle(1);
  };

  it("the request is refused, and the group freed after the call", () => {
    const kernel = stopping({});
    expect(kernel.can("free group", { creator: 0 })).toBe(false);
    kernel.step("append request", { creator: 1 });
    expect(kernel.state.creators.at(1 as never)).toMatchObject({ at: "done", record: false });
    kernel.step("free group", { creator: 0 });
    expect(kernel.met).not.toContain("no-lost-wakeup");
  });
  it("H2: the request is listed after the last look, and waits for ever", () => {
    const kernel = stopping({ bugs: ["H2"] }).step("append request", { creator: 1 });
    expect(kernel.met).toContain("no-lost-wakeup");
    kernel.step("wake kthreadd", { creator: 1 });
    expect(kernel.can("pop request", { task: 1 })).toBe(false);
  });
  it("H2: the group is freed under a call that is about to wake its kthreadd", () => {
    const kernel = stopping({ bugs: ["H2"] })
      .step("append request", { creator: 1 })
      .step("free group", { creator: 0 });
    expect(kernel.met).not.toContain("no-use-of-freed-or-absent");
    kernel.step("wake kthreadd", { creator: 1 });
    expect(kernel.met).toContain("no-use-of-freed-or-absent");
  });
  it("H2: a kthreadd that is stopped before it begins never looks at its list", () => {
    const kernel = booted(threadGroups, { bugs: ["H2"] });
    kernel.step("start group", { creator: 0, group: 1, flags: "thread" }).request(0, 0);
    kernel.step("wake new kthreadd", { creator: 0 }).step("ask for a thread", { creator: 1, group: 1, node: 1 });
    kernel.step("append request", { creator: 1 }).step("stop group", { creator: 0 });
    kernel.step("tell leader to stop", { group: 1 }).step("run thread", { task: 1 });
    expect(kernel.at(1)).toBe("dead");
    expect(kernel.met).toContain("no-lost-wakeup");
  });
});

describe("the first kthreadd", () => {
  const early = (bugs: readonly string[]) => new Kernel(threadGroups, { bugs }).settle(0).step("note kthreadd");

  it("may run before rest_init has noted it down", () => {
    expect([...early([]).met]).toEqual([]);
  });
  it("H12: and then asks a record of a kernel thread that it does not have", () => {
    expect([...early(["H12"]).met]).toEqual(["no-use-of-freed-or-absent"]);
    expect([...booted(threadGroups, { bugs: ["H12"] }).met]).toEqual([]);
  });
});

describe("parking", () => {
  it("a thread parks when it is asked to, goes on when it may, and stops while parked", () => {
    const kernel = withThread(threadGroups, { scope: { park: true } });
    kernel.step("ask thread to park", { creator: 1 });
    expect(kernel.can("see thread parked", { creator: 1 })).toBe(false);
    kernel.step("park", { task: 2 }).step("see thread parked", { creator: 1 });
    expect(kernel.can("ask thread to park", { creator: 1 })).toBe(false);
    kernel.step("unpark thread", { creator: 1 });
    expect(kernel.at(2)).toBe("in function");
    kernel.step("ask thread to park", { creator: 1 }).step("park", { task: 2 });
    kernel
      .step("see thread parked", { creator: 1 })
      .step("stop thread", { creator: 1 })
      .step("leave function", { task: 2 });
    expect(kernel.at(2)).toBe("dead");
  });
});

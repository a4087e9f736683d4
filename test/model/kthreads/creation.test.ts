/** The creation handshake: three parties, one request, one token. C1 to C6 are the steps that each of them takes. */
import { describe, expect, it } from "vitest";
import { threadGroups } from "../../../properties/scenarios.js";
import { withGroup } from "./kernel.js";

const asked = (choice = {}) =>
  withGroup(threadGroups, choice).step("ask for a thread", { creator: 1, group: 1, node: 1 });
const request = (kernel: ReturnType<typeof asked>) => kernel.state.creators.at(1 as never);

describe("a request", () => {
  it("C1, C3, C4, C5: is listed, popped, answered and freed, each by one", () => {
    const kernel = asked();
    expect(request(kernel)).toMatchObject({ record: true, token: false });
    kernel.step("append request", { creator: 1 });
    expect(request(kernel)).toMatchObject({ token: true, at: "waiting" });
    kernel.step("pop request", { task: 1 });
    expect(kernel.state.groups.at(1 as never).requests.length).toBe(0);
    kernel.step("clone", { task: 1 }).step("take the token to answer", { task: 2 });
    expect(request(kernel)).toMatchObject({ record: true, token: false, result: "none" });
    kernel.step("complete with the thread", { task: 2 });
    expect(kernel.can("run thread", { task: 2 })).toBe(false);
    kernel.step("take answer", { creator: 1 });
    expect(request(kernel)).toMatchObject({ record: false, thread: 2, at: "holding" });
  });
  it("C3: that cannot be cloned is answered with an error", () => {
    const kernel = asked().step("append request", { creator: 1 }).step("pop request", { task: 1 });
    kernel.step("clone over a limit", { task: 1 }).settle(1).step("take answer", { creator: 1 });
    expect(request(kernel)).toMatchObject({ at: "done", record: false, thread: null });
  });
  it("keeps the order in which it was listed", () => {
    const kernel = asked().step("ask for a thread", { creator: 2, group: 1, node: 1 });
    kernel.step("append request", { creator: 2 }).step("append request", { creator: 1 });
    kernel.step("pop request", { task: 1 });
    expect(kernel.state.tasks.at(1 as never).request).toBe(2);
  });
});

describe("a creator that is killed", () => {
  it("C2: before anybody has the token leaves at once; the new thread frees the request and exits", () => {
    const kernel = asked().step("append request", { creator: 1 }).step("pop request", { task: 1 });
    kernel.step("clone", { task: 1 }).step("kill creator", { creator: 1 });
    expect(request(kernel)).toMatchObject({ at: "done", record: true });
    kernel.step("take the token to answer", { task: 2 });
    expect(request(kernel)).toMatchObject({ record: false });
    expect(kernel.at(2)).toBe("absent");
  });
  it("C2: after that waits for the answer, unkillably", () => {
    const kernel = asked().step("append request", { creator: 1 }).step("pop request", { task: 1 });
    kernel
      .step("clone", { task: 1 })
      .step("take the token to answer", { task: 2 })
      .step("kill creator", { creator: 1 });
    expect(kernel.can("take answer", { creator: 1 })).toBe(false);
    kernel.step("complete with the thread", { task: 2 }).step("take answer", { creator: 1 });
    expect(request(kernel)).toMatchObject({ at: "holding", thread: 2 });
  });
  it("C3: leaves the request to kthreadd, where the clone fails", () => {
    const kernel = asked().step("append request", { creator: 1 }).step("pop request", { task: 1 });
    kernel.step("kill creator", { creator: 1 }).step("clone over a limit", { task: 1 });
    kernel.step("take the token to refuse", { task: 1 });
    expect(request(kernel)).toMatchObject({ record: false });
    expect(kernel.at(1)).toBe("to pop");
  });
  it("I6: must not free the request, which others still have", () => {
    const killed = (bugs: readonly string[]) => {
      const kernel = asked({ bugs }).step("append request", { creator: 1 }).step("kill creator", { creator: 1 });
      return kernel.step("pop request", { task: 1 }).met;
    };
    expect([...killed([])]).toEqual([]);
    expect([...killed(["I6"])]).toEqual(["no-use-of-freed-or-absent"]);
  });
  it("is not killed once the answer is there", () => {
    const kernel = asked().step("append request", { creator: 1 }).settle(1);
    expect(kernel.can("kill creator", { creator: 1 })).toBe(false);
  });
});

describe("C6: a thread that is told to stop before it was woken", () => {
  it("exits without a call of its function", () => {
    const kernel = asked()
      .request(1, 1)
      .step("stop thread", { creator: 1 })
      .step("wake stopped thread", { creator: 1 });
    kernel.step("run thread", { task: 2 });
    expect(kernel.at(2)).toBe("dead");
    expect(kernel.met).toContain("stopped-before-it-ran");
    kernel.step("see thread stopped", { creator: 1 });
    expect(kernel.at(2)).toBe("absent");
  });
});

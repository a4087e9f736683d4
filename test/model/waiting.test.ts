/** How breakers wait, as observed on 6.18.44. */
import { describe, expect, it } from "vitest";
import { A, A2, B, holding } from "./world.js";

describe("waiting", () => {
  it("E1: a writer sleeps until the holder unlocks; meanwhile its count forbids read leases", () => {
    const world = holding("read");
    expect(world.open(B, "read")).toBe("ok");
    expect(world.open(B, "write")).toBe("blocked");
    expect(world.setLease(A, 0, "read")).toBe("EAGAIN");
    expect(world.getLease(A, 0)).toBe("unlock");
    expect(world.unlock(A, 0)).toBe("ok");
    expect(world.resume(B)).toBe("ok");
  });
  it("L2: a reader sleeps until the holder downgrades", () => {
    const world = holding("write");
    expect(world.open(B, "read")).toBe("blocked");
    expect(world.setLease(A, 0, "read")).toBe("ok");
    expect(world.can("wake up", { task: B })).toBe(true);
    expect(world.resume(B)).toBe("ok");
    expect(world.getLease(A, 0)).toBe("read");
  });
  it("E3: a reader polls, since only the downgrade has a deadline", () => {
    const world = holding("write");
    world.open(B, "read");
    expect(world.can("time out", { task: B })).toBe(true);
    expect(world.resume(B)).toBe("blocked");
    expect(world.can("time out", { task: B })).toBe(true);
  });
  it("a writer does not poll", () => {
    const world = holding("read");
    world.open(B, "write");
    expect(world.can("time out", { task: B })).toBe(false);
    world.tick();
    expect(world.can("time out", { task: B })).toBe(true);
  });
  it("E27: a reader and a writer sleep in a chain; unlocking lets both in", () => {
    const world = holding("write");
    const C = world.fork(B);
    expect(world.open(B, "read")).toBe("blocked");
    expect(world.open(C, "write")).toBe("blocked");
    expect(world.signalled).toEqual([[0]]);
    expect(world.setLease(A, 0, "read")).toBe("EAGAIN");
    expect(world.unlock(A, 0)).toBe("ok");
    expect(world.resume(C)).toBe("blocked");
    expect(world.resume(B)).toBe("ok");
    expect(world.resume(C)).toBe("ok");
  });
  it("W1: two leases, the list's first decides when the writer is woken", () => {
    const world = holding("read");
    world.open(B, "read");
    world.setLease(B, 1, "read");
    expect(world.open(A2, "write")).toBe("blocked");
    world.unlock(B, 1);
    expect(world.can("wake up", { task: A2 })).toBe(false);
    world.unlock(A, 0);
    expect(world.can("wake up", { task: A2 })).toBe(true);
    expect(world.resume(A2)).toBe("ok");
  });
  it("W1, the other way round: the writer is woken and queues on the second", () => {
    const world = holding("read");
    world.open(B, "read");
    world.setLease(B, 1, "read");
    world.open(A2, "write");
    world.unlock(A, 0);
    expect(world.resume(A2)).toBe("blocked");
    expect(world.state.tasks.at(A2 as never).blocker).toBe(1);
    world.unlock(B, 1);
    expect(world.resume(A2)).toBe("ok");
  });
  it("W2: two writers form a chain, two readers become siblings", () => {
    const writers = holding("read");
    const W = writers.fork(B);
    writers.open(B, "write");
    writers.open(W, "write");
    expect(writers.state.tasks.at(B as never)).toMatchObject({ blocker: 0, behind: null });
    expect(writers.state.tasks.at(W as never)).toMatchObject({ blocker: null, behind: B });

    const readers = holding("write");
    const R = readers.fork(B);
    readers.open(B, "read");
    readers.open(R, "read");
    expect(readers.state.tasks.at(B as never)).toMatchObject({ blocker: 0, behind: null });
    expect(readers.state.tasks.at(R as never)).toMatchObject({ blocker: 0, behind: null });
  });
  it("a writer queues below the first of two readers", () => {
    const world = holding("write");
    const C = world.fork(B);
    world.open(C, "read");
    world.open(B, "read");
    expect(world.truncate(A2)).toBe("blocked");
    expect(world.state.tasks.at(A2 as never)).toMatchObject({ blocker: null, behind: C });
  });
  it("E23: an interrupted breaker fails with EINTR; the request and its deadline stay", () => {
    const world = holding("read");
    world.open(B, "write");
    expect(world.interrupt(B)).toBe("EINTR");
    expect(world.getLease(A, 0)).toBe("unlock");
    expect(world.setLease(A, 0, "read")).toBe("ok");
    expect(world.getLease(A, 0)).toBe("unlock");
    expect(world.setLease(A, 0, "write")).toBe("ok");
    expect(world.getLease(A, 0)).toBe("unlock");
    expect(world.open(B, "read", { nonblocking: true })).toBe("EAGAIN");
    world.tick();
    expect(world.getLease(A, 0)).toBe("unlock");
    expect(world.unlock(A, 0)).toBe("EAGAIN");
  });
});

/** Who is asked, how often, and for what. The names of the experiments are those of the record for 6.18.44. */
import { describe, expect, it } from "vitest";
import { A, A2, B, holding } from "./world.js";

describe("asking", () => {
  it("E2: asks once; the holder stays asked when the breaker goes away", () => {
    const world = holding("read");
    expect(world.open(B, "write", { nonblocking: true })).toBe("EAGAIN");
    expect(world.signalled).toEqual([[0]]);
    expect(world.open(B, "write", { nonblocking: true })).toBe("EAGAIN");
    expect(world.signalled).toEqual([]);
    expect(world.getLease(A, 0)).toBe("unlock");
    expect(world.unlock(A, 0)).toBe("ok");
    expect(world.open(B, "write", { nonblocking: true })).toBe("ok");
  });
  it("E20: asks a second time when a writer follows a reader", () => {
    const world = holding("write");
    expect(world.open(B, "read", { nonblocking: true })).toBe("EAGAIN");
    expect(world.signalled).toEqual([[0]]);
    expect(world.getLease(A, 0)).toBe("read");
    expect(world.open(B, "write", { nonblocking: true })).toBe("EAGAIN");
    expect(world.signalled).toEqual([[0]]);
    expect(world.getLease(A, 0)).toBe("unlock");
    expect(world.setLease(A, 0, "read")).toBe("ok");
    expect(world.getLease(A, 0)).toBe("unlock");
    expect(world.open(B, "read", { nonblocking: true })).toBe("ok");
    expect(world.open(B, "write", { nonblocking: true })).toBe("EAGAIN");
  });
  it("does not ask a second time when a reader follows a writer", () => {
    const world = holding("write");
    world.open(B, "write", { nonblocking: true });
    expect(world.open(B, "read", { nonblocking: true })).toBe("EAGAIN");
    expect(world.signalled).toEqual([]);
  });
  it("E11: breaks every conflicting lease, and needs every one to go", () => {
    const world = holding("read");
    world.open(B, "read");
    expect(world.setLease(B, 1, "read")).toBe("ok");
    expect(world.open(B, "write", { nonblocking: true })).toBe("EAGAIN");
    expect(world.signalled).toEqual([[0], [1]]);
    world.unlock(A, 0);
    expect(world.open(B, "write", { nonblocking: true })).toBe("EAGAIN");
    world.unlock(B, 1);
    expect(world.open(B, "write", { nonblocking: true })).toBe("ok");
  });
  it("E28: grants nobody a lease beside one that is to be given up", () => {
    const world = holding("read");
    world.open(B, "read");
    world.open(A2, "write", { nonblocking: true });
    expect(world.setLease(B, 1, "read")).toBe("EAGAIN");
    world.unlock(A, 0);
    expect(world.setLease(B, 1, "read")).toBe("ok");
  });
});

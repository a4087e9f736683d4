/** What the clock does to leases, as observed on 6.18.44. */
import { describe, expect, it } from "vitest";
import { A, B, holding } from "./world.js";

describe("the deadline", () => {
  it("E4a: removes a lease that was to be given up", () => {
    const world = holding("read");
    world.open(B, "write");
    world.tick();
    expect(world.resume(B)).toBe("ok");
    expect(world.getLease(A, 0)).toBe("unlock");
    expect(world.unlock(A, 0)).toBe("EAGAIN");
  });
  it("E4b: makes a write lease that was to be downgraded a read lease", () => {
    const world = holding("write");
    world.open(B, "read");
    world.tick();
    expect(world.resume(B)).toBe("ok");
    expect(world.getLease(A, 0)).toBe("read");
    expect(world.unlock(A, 0)).toBe("ok");
  });
  it("E4c: nothing happens before somebody looks; F_UNLCK does not look, F_GETLEASE does", () => {
    const lazy = () => {
      const world = holding("write");
      world.open(B, "write", { nonblocking: true });
      world.tick();
      expect(world.state.inodes.at(0 as never).leases.length).toBe(1);
      return world;
    };
    expect(lazy().unlock(A, 0)).toBe("ok");
    const seen = lazy();
    expect(seen.getLease(A, 0)).toBe("unlock");
    expect(seen.state.inodes.at(0 as never).leases.length).toBe(0);
  });
  it("E5, W3: with lease-break-time 0 a breaker polls, and nothing is ever forced", () => {
    const world = holding("read", { scope: { deadlines: false } });
    world.open(B, "write");
    expect(world.resume(B)).toBe("blocked");
    expect(world.can("time out", { task: B })).toBe(true);
    expect(world.getLease(A, 0)).toBe("unlock");
    world.unlock(A, 0);
    expect(world.resume(B)).toBe("ok");
  });
  it("E33: it passes as well when the holder ignores the signal", () => {
    const world = holding("read", { scope: { signals: "ignored" } });
    world.open(B, "write");
    world.tick();
    expect(world.resume(B)).toBe("ok");
  });
  it("passes oldest first", () => {
    const world = holding("write");
    world.open(B, "read", { nonblocking: true });
    world.open(B, "write", { nonblocking: true });
    world.tick();
    expect(world.getLease(A, 0)).toBe("unlock");
    expect(world.state.inodes.at(0 as never).leases.at(0)).toMatchObject({ type: "read", unlockPending: true });
    world.tick();
    world.getLease(A, 0);
    expect(world.state.inodes.at(0 as never).leases.length).toBe(0);
  });
});

describe("a stale downgrade deadline (B16)", () => {
  it("E36: forced downgrade, upgrade, and the next scan undoes it", () => {
    const world = holding("write");
    world.open(B, "read", { nonblocking: true });
    expect(world.getLease(A, 0)).toBe("read");
    expect(world.setLease(A, 0, "write")).toBe("ok");
    expect(world.getLease(A, 0)).toBe("read");
    world.tick();
    expect(world.getLease(A, 0)).toBe("read");
    expect(world.setLease(A, 0, "write")).toBe("ok");
    expect(world.violated.has("no-unannounced-weakening")).toBe(false);
    expect(world.getLease(A, 0)).toBe("read");
    expect(world.violated.has("no-unannounced-weakening")).toBe(true);
    expect(world.open(B, "read", { nonblocking: true })).toBe("ok");
  });
  it("E37, E3: downgrade in time, upgrade, and the deadline strikes later; a reader gets in at once", () => {
    const world = holding("write");
    world.open(B, "read", { nonblocking: true });
    expect(world.setLease(A, 0, "read")).toBe("ok");
    expect(world.setLease(A, 0, "write")).toBe("ok");
    world.tick();
    expect(world.open(B, "read")).toBe("ok");
    expect(world.signalled).toEqual([]);
    expect(world.getLease(A, 0)).toBe("read");
    expect(world.violated.has("no-unannounced-weakening")).toBe(true);
  });
  it("mended, both forms are gone", () => {
    for (const inTime of [true, false]) {
      const world = holding("write", { mends: ["B16"] });
      world.open(B, "read", { nonblocking: true });
      if (inTime) world.setLease(A, 0, "read");
      else world.tick();
      world.getLease(A, 0);
      expect(world.setLease(A, 0, "write")).toBe("ok");
      expect(world.can("tick", {})).toBe(false);
      expect(world.getLease(A, 0)).toBe("write");
      expect(world.violated.has("no-unannounced-weakening")).toBe(false);
    }
  });
});

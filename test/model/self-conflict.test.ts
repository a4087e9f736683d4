/** The breaker is in the process that holds the lease: what 6.18 does, and what the exemption by thread group changes. */
import { describe, expect, it } from "vitest";
import { A, A2, B, holding } from "./world.js";

describe("on 6.18 a process conflicts with itself", () => {
  it("E6a: read lease, the same thread opens O_WRONLY|O_NONBLOCK", () => {
    const world = holding("read");
    expect(world.open(A, "write", { nonblocking: true })).toBe("EAGAIN");
    expect(world.signalled).toEqual([[0]]);
    expect(world.getLease(A, 0)).toBe("unlock");
  });
  it("E6b: write lease on O_RDWR, the same thread opens O_RDONLY|O_NONBLOCK; only F_UNLCK helps", () => {
    const world = holding("write", {}, "read-write");
    expect(world.open(A, "read", { nonblocking: true })).toBe("EAGAIN");
    expect(world.signalled).toEqual([[0]]);
    expect(world.getLease(A, 0)).toBe("read");
    expect(world.setLease(A, 0, "read")).toBe("EAGAIN");
    expect(world.unlock(A, 0)).toBe("ok");
    expect(world.open(A, "read", { nonblocking: true })).toBe("ok");
  });
  it("E6c: a blocking open with SA_RESTART starts again and sleeps until the deadline", () => {
    const world = holding("read", { scope: { threads: 1, signals: "restarting handler" } });
    expect(world.open(A, "write")).toBe("blocked");
    expect(world.signalled).toEqual([[0]]);
    expect(world.call(A, "take signal")).toBe("blocked");
    expect(world.signalled).toEqual([]);
    expect(world.can("take signal", { task: A })).toBe(false);
    expect(world.resume(A)).toBe("blocked");
    world.tick();
    expect(world.resume(A)).toBe("ok");
  });
  it("E6d: without SA_RESTART the open fails with EINTR; the request stands", () => {
    const world = holding("read", { scope: { signals: "handler" } });
    expect(world.open(A, "write")).toBe("blocked");
    expect(world.call(A, "take signal")).toBe("EINTR");
    expect(world.getLease(A, 0)).toBe("unlock");
  });
  it("E6e: with the default action the process is killed by its own signal", () => {
    const world = holding("read", { scope: { threads: 1, processes: 1, signals: "default action" } });
    expect(world.open(A, "write")).toBe("blocked");
    expect(world.call(A, "take signal")).toBe("EINTR");
    expect(world.can("query lease", { task: A, file: 0 })).toBe(false);
    world.close(A, 0);
    expect(world.call(A, "exit")).toBe("exited");
  });
  it("E7: another thread blocks; the setter's F_UNLCK lets it in", () => {
    const world = holding("read");
    expect(world.open(A2, "write")).toBe("blocked");
    expect(world.signalled).toEqual([[0]]);
    expect(world.resume(A2)).toBe("blocked");
    expect(world.unlock(A, 0)).toBe("ok");
    expect(world.resume(A2)).toBe("ok");
  });
  it("E7b: another thread with O_NONBLOCK: EAGAIN and a signal", () => {
    const world = holding("read");
    expect(world.open(A2, "write", { nonblocking: true })).toBe("EAGAIN");
    expect(world.signalled).toEqual([[0]]);
  });
  it("E8: a child breaks the lease it inherited, its parent is signalled, the child may unlock", () => {
    const world = holding("read");
    const child = world.fork(A);
    expect(world.getLease(child, 0)).toBe("read");
    expect(world.setLease(child, 0, "read")).toBe("ok");
    expect(world.open(child, "write", { nonblocking: true })).toBe("EAGAIN");
    expect(world.signalled).toEqual([[0]]);
    expect(world.unlock(child, 0)).toBe("ok");
    expect(world.open(child, "write", { nonblocking: true })).toBe("ok");
    expect(world.getLease(A, 0)).toBe("unlock");
  });
  it("E15b: the holder's own truncate(2) breaks its lease and sleeps until the deadline", () => {
    const world = holding("write", {}, "read-write");
    expect(world.truncate(A)).toBe("blocked");
    expect(world.signalled).toEqual([[0]]);
    world.tick();
    expect(world.resume(A)).toBe("ok");
    expect(world.getLease(A, 0)).toBe("unlock");
  });
  it("E15b: the holder's own changes of metadata break nothing", () => {
    const world = holding("write", {}, "read-write");
    expect(world.call(A, "change metadata", { inode: 0 })).toBe("ok");
    expect(world.getLease(A, 0)).toBe("write");
  });
  it("E17: write and ftruncate through the descriptor break nothing, truncate by path does", () => {
    const world = holding("write", {}, "read-write");
    expect(world.call(A, "change data", { file: 0 })).toBe("ok");
    expect(world.signalled).toEqual([]);
    expect(world.truncate(A)).toBe("blocked");
    expect(world.signalled).toEqual([[0]]);
  });
  it("E11, W4: with two leases of its own and a foreign one, all are broken and every owner is signalled", () => {
    const world = holding("read");
    world.open(A, "read");
    expect(world.setLease(A, 1, "read")).toBe("ok");
    world.open(B, "read");
    expect(world.setLease(B, 2, "read")).toBe("ok");
    expect(world.open(A, "write", { nonblocking: true })).toBe("EAGAIN");
    expect(world.signalled).toEqual([[0], [0], [1]]);
    for (const [task, file] of [
      [A, 0],
      [A, 1],
      [B, 2],
    ] as const)
      expect(world.getLease(task, file)).toBe("unlock");
  });
  it("E34: another thread queries and unlocks through a dup", () => {
    const world = holding("read");
    expect(world.call(A2, "dup", { file: 0 })).toBe("ok");
    expect(world.close(A, 0)).toBe("ok");
    expect(world.getLease(A2, 0)).toBe("read");
    expect(world.unlock(A2, 0)).toBe("ok");
  });
});

describe("with the recorded thread group exempt", () => {
  const design = "tgid";
  it.each([
    ["E6a", "read", "read", "write"],
    ["E6b", "write", "read-write", "read"],
  ] as const)("%s: the open succeeds and nobody is signalled", (_id, type, held, access) => {
    const world = holding(type, { design }, held);
    expect(world.open(A, access, { nonblocking: true })).toBe("ok");
    expect(world.signalled).toEqual([]);
    expect(world.getLease(A, 0)).toBe(type);
  });
  it("E7: another thread gets in as well", () => {
    expect(holding("read", { design }).open(A2, "write")).toBe("ok");
  });
  it("E15b, E17: so does truncate(2)", () => {
    expect(holding("write", { design }, "read-write").truncate(A)).toBe("ok");
  });
  it("E8: a child still breaks, for fork makes another group", () => {
    const world = holding("read", { design });
    const child = world.fork(A);
    expect(world.open(child, "write", { nonblocking: true })).toBe("EAGAIN");
    expect(world.signalled).toEqual([[0]]);
  });
  it("W4: only the foreign lease is broken", () => {
    const world = holding("read", { design });
    world.open(B, "read");
    world.setLease(B, 1, "read");
    expect(world.open(A, "write", { nonblocking: true })).toBe("EAGAIN");
    expect(world.signalled).toEqual([[1]]);
    expect(world.getLease(A, 0)).toBe("read");
  });
});

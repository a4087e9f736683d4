/** Which operation conflicts with which lease, and what it does to it. */
import { describe, expect, it } from "vitest";
import { A, B, holding, World } from "./world.js";

describe("a breaker against a held lease, by type", () => {
  it.each([
    ["read", "read", "ok", "read"],
    ["read", "write", "EAGAIN", "unlock"],
    ["write", "read", "EAGAIN", "read"],
    ["write", "write", "EAGAIN", "unlock"],
  ] as const)("%s lease, open for %s: %s; the holder is asked to become: %s", (held, mode, result, target) => {
    const world = holding(held);
    expect(world.open(B, mode, { nonblocking: true })).toBe(result);
    expect(world.signalled).toEqual(result === "ok" ? [] : [[0]]);
    expect(world.getLease(A, 0)).toBe(target);
  });
});

describe("what breaks a lease", () => {
  const asked = (held: "read" | "write", operate: (world: World) => unknown) => {
    const world = holding(held);
    operate(world);
    return { blocked: world.isAsleep(B), signalled: world.signalled, target: world.getLease(A, 0) };
  };
  const untouched = (target: string) => ({ blocked: false, signalled: [], target });
  const broken = (target: string) => ({ blocked: true, signalled: [[0]], target });

  it("open O_RDONLY: write leases", () => {
    expect(asked("read", (world) => world.open(B, "read"))).toEqual(untouched("read"));
    expect(asked("write", (world) => world.open(B, "read"))).toEqual(broken("read"));
  });
  it.each(["write", "read-write"])("open for %s: all leases", (access) => {
    expect(asked("read", (world) => world.open(B, access))).toEqual(broken("unlock"));
    expect(asked("write", (world) => world.open(B, access))).toEqual(broken("unlock"));
  });
  it("open O_PATH: none", () => {
    expect(asked("read", (world) => world.open(B, "path"))).toEqual(untouched("read"));
    expect(asked("write", (world) => world.open(B, "path"))).toEqual(untouched("write"));
  });
  it("open O_RDONLY|O_TRUNC: write leases only, although the file is truncated", () => {
    expect(asked("read", (world) => world.open(B, "read", { truncating: true }))).toEqual(untouched("read"));
    expect(asked("write", (world) => world.open(B, "read", { truncating: true }))).toEqual(broken("read"));
  });
  it("open O_RDONLY|O_TRUNC with B18 mended: all leases", () => {
    const world = new World({ mends: ["B18"] });
    world.open(A, "read");
    world.setLease(A, 0, "read");
    expect(world.open(B, "read", { truncating: true })).toBe("blocked");
    expect(world.getLease(A, 0)).toBe("unlock");
    expect(world.setLease(A, 0, "read")).toBe("EAGAIN");
  });
  it("execve: write leases, which it asks to become read leases", () => {
    expect(asked("read", (world) => world.call(B, "exec", { inode: 0 }))).toEqual(untouched("read"));
    expect(asked("write", (world) => world.call(B, "exec", { inode: 0 }))).toEqual(broken("read"));
  });
  it("truncate(2): all leases", () => {
    expect(asked("read", (world) => world.truncate(B))).toEqual(broken("unlock"));
    expect(asked("write", (world) => world.truncate(B))).toEqual(broken("unlock"));
  });
  it("write and ftruncate through a descriptor: none", () => {
    const world = holding("write", {}, "read-write");
    expect(world.call(A, "change data", { file: 0 })).toBe("ok");
    expect(world.signalled).toEqual([]);
    expect(world.getLease(A, 0)).toBe("write");
  });
  it("chmod, chown, utimes, setxattr, link, unlink, rename, and changes of the directory: none", () => {
    expect(asked("read", (world) => world.call(B, "change metadata", { inode: 0 }))).toEqual(untouched("read"));
    expect(asked("write", (world) => world.call(B, "change metadata", { inode: 0 }))).toEqual(untouched("write"));
  });
});

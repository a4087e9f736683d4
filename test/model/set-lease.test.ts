/** What each descriptor may hold, and change. */
import { describe, expect, it } from "vitest";
import { A, A2, B, World } from "./world.js";

const opened = (...accesses: readonly string[]): World => {
  const world = new World();
  for (const access of accesses) expect(world.open(A, access)).toBe("ok");
  return world;
};

describe("F_SETLEASE on a descriptor opened O_RDONLY", () => {
  it("read lease: granted when nobody has the file open for writing", () => {
    expect(opened("read").setLease(A, 0, "read")).toBe("ok");
    expect(opened("read", "read").setLease(A, 0, "read")).toBe("ok");
    expect(opened("read", "write").setLease(A, 0, "read")).toBe("EAGAIN");
    expect(opened("read", "read-write").setLease(A, 0, "read")).toBe("EAGAIN");
  });
  it("write lease: granted to the only open", () => {
    expect(opened("read").setLease(A, 0, "write")).toBe("ok");
    expect(opened("read", "read").setLease(A, 0, "write")).toBe("EAGAIN");
    expect(opened("read", "write").setLease(A, 0, "write")).toBe("EAGAIN");
    expect(opened("read", "path").setLease(A, 0, "write")).toBe("ok");
  });
  it("downgrade: allowed", () => {
    const world = opened("read");
    world.setLease(A, 0, "write");
    expect(world.setLease(A, 0, "read")).toBe("ok");
    expect(world.getLease(A, 0)).toBe("read");
  });
  it("upgrade: allowed to the only open, beside no other lease", () => {
    const alone = opened("read");
    alone.setLease(A, 0, "read");
    expect(alone.setLease(A, 0, "write")).toBe("ok");
    expect(alone.getLease(A, 0)).toBe("write");

    const beside = opened("read", "read");
    beside.setLease(A, 0, "read");
    expect(beside.setLease(A, 0, "write")).toBe("EAGAIN");
    expect(beside.setLease(A, 1, "read")).toBe("ok");
    expect(beside.setLease(A, 0, "write")).toBe("EAGAIN");
    expect(beside.getLease(A, 0)).toBe("read");
  });
});

describe.each(["write", "read-write"])("F_SETLEASE on a descriptor opened for %s", (access) => {
  it("read lease: refused", () => {
    expect(opened(access).setLease(A, 0, "read")).toBe("EAGAIN");
  });
  it("write lease: granted to the only open", () => {
    expect(opened(access).setLease(A, 0, "write")).toBe("ok");
    expect(opened(access, "read").setLease(A, 0, "write")).toBe("EAGAIN");
    expect(opened(access, "write").setLease(A, 0, "write")).toBe("EAGAIN");
  });
  it("downgrade: refused, because its own open for writing counts", () => {
    const world = opened(access);
    world.setLease(A, 0, "write");
    expect(world.setLease(A, 0, "read")).toBe("EAGAIN");
    expect(world.getLease(A, 0)).toBe("write");
  });
});

describe("F_SETLEASE", () => {
  it("lets two descriptions of a process have a read lease each, and neither a write lease then", () => {
    const world = opened("read", "read");
    expect(world.setLease(A, 0, "read")).toBe("ok");
    expect(world.setLease(A, 1, "read")).toBe("ok");
    expect(world.setLease(A, 0, "write")).toBe("EAGAIN");
    expect(world.setLease(A, 1, "write")).toBe("EAGAIN");
  });
  it("sets the same type again", () => {
    const world = opened("read");
    world.setLease(A, 0, "read");
    expect(world.setLease(A, 0, "read")).toBe("ok");
    expect(world.getLease(A, 0)).toBe("read");
  });
  it("is refused while a truncate(2) is on its way, which counts as a writer", () => {
    for (const type of ["read", "write"] as const) {
      const world = opened("read");
      world.step("truncate", { task: B, inode: 0 });
      expect(world.setLease(A, 0, type)).toBe("EAGAIN");
      world.step("test for leases", { task: B });
      expect(world.setLease(A, 0, type)).toBe("EAGAIN");
      world.step("cut", { task: B });
      expect(world.setLease(A, 0, type)).toBe("ok");
    }
  });
  it("removes nothing where there is nothing: EAGAIN", () => {
    const world = opened("read");
    expect(world.unlock(A, 0)).toBe("EAGAIN");
    world.setLease(A, 0, "read");
    expect(world.unlock(A, 0)).toBe("ok");
    expect(world.getLease(A, 0)).toBe("unlock");
    expect(world.unlock(A, 0)).toBe("EAGAIN");
  });
  it("sets no lease beside one that is asked to be given up", () => {
    const world = opened("read", "read");
    world.setLease(A, 0, "read");
    expect(world.open(B, "write", { nonblocking: true })).toBe("EAGAIN");
    expect(world.setLease(A, 1, "read")).toBe("EAGAIN");
  });
});

describe("F_SETLEASE while a break is pending", () => {
  it("F_RDLCK during an unlock request: the type changes, the request stays, writers are still refused", () => {
    const world = opened("read");
    world.setLease(A, 0, "write");
    expect(world.open(B, "write", { nonblocking: true })).toBe("EAGAIN");
    expect(world.setLease(A, 0, "read")).toBe("ok");
    expect(world.getLease(A, 0)).toBe("unlock");
    expect(world.open(B, "write", { nonblocking: true })).toBe("EAGAIN");
    expect(world.open(B, "read", { nonblocking: true })).toBe("ok");
  });
  it("F_WRLCK during a request changes nothing of a write lease", () => {
    const world = opened("read");
    world.setLease(A, 0, "write");
    expect(world.open(B, "read", { nonblocking: true })).toBe("EAGAIN");
    expect(world.setLease(A, 0, "write")).toBe("ok");
    expect(world.getLease(A, 0)).toBe("read");
  });
  it("F_WRLCK during an unlock request makes a read lease a write lease, the request stays", () => {
    const world = opened("read");
    world.setLease(A, 0, "read");
    expect(world.open(B, "write", { nonblocking: true })).toBe("EAGAIN");
    expect(world.setLease(A, 0, "write")).toBe("ok");
    expect(world.getLease(A, 0)).toBe("unlock");
    expect(world.open(B, "read", { nonblocking: true })).toBe("EAGAIN");
  });
  it("F_RDLCK with a writer asleep: EAGAIN, since the writer is counted", () => {
    const world = opened("read");
    world.setLease(A, 0, "write");
    expect(world.open(B, "write")).toBe("blocked");
    expect(world.setLease(A, 0, "read")).toBe("EAGAIN");
    expect(world.unlock(A, 0)).toBe("ok");
    expect(world.resume(B)).toBe("ok");
  });
});

describe("F_SETLEASE holds flc_lock until the lease is granted", () => {
  /** The first process is inside F_SETLEASE; the other has seen a lease, and is about to break it. */
  const inside = (): World => {
    const world = opened("read", "read");
    world.setLease(A, 1, "read");
    world.step("open", { task: B, inode: 0, access: "read", truncating: false, blocking: true });
    world.step("test for leases", { task: B });
    world.step("set lease", { task: A, file: 0, type: "read" });
    return world;
  };
  const mayReach = (world: World): boolean[] => [
    world.can("start break", { task: B }),
    world.can("set lease", { task: A2, file: 1, type: "read" }),
    world.can("unlock", { task: A2, file: 1 }),
    world.can("query lease", { task: A2, file: 1 }),
    world.can("close", { task: A2, file: 1 }),
  ];
  it("nobody else breaks, sets, unlocks, queries or closes for the last time meanwhile", () => {
    const world = inside();
    expect(mayReach(world)).toEqual([false, false, false, false, false]);
    world.step("insert lease", { task: A });
    expect(mayReach(world)).toEqual([false, false, false, false, false]);
    world.step("finish lease", { task: A });
    expect(mayReach(world)).toEqual([true, true, true, true, true]);
  });
  it("opens go on, and one for writing takes the lease off again", () => {
    const world = inside();
    world.step("insert lease", { task: A });
    world.step("open", { task: A2, inode: 0, access: "write", truncating: false, blocking: true });
    world.step("test for leases", { task: A2 });
    expect(world.step("finish lease", { task: A })).toEqual({ kind: "returns", result: "EAGAIN" });
    expect(world.getLease(A, 0)).toBe("unlock");
  });
  it("returns 0 although its lease was timed out before the call let go of a closed descriptor", () => {
    const world = inside();
    world.step("close", { task: A2, file: 0 });
    world.step("insert lease", { task: A });
    world.step("finish lease", { task: A });
    world.step("start break", { task: B });
    expect(world.truncate(B)).toBe("blocked");
    world.tick();
    expect(world.getLease(A2, 1)).toBe("unlock");
    expect(world.state.inodes.at(0 as never).leases.length).toBe(0);
    expect(world.step("release", { task: A })).toEqual({ kind: "returns", result: "ok" });
  });
  it("fails when it lost the race, with the descriptor closed meanwhile as well", () => {
    const world = inside();
    world.step("close", { task: A2, file: 0 });
    world.step("insert lease", { task: A });
    world.step("truncate", { task: A2, inode: 0 });
    expect(world.step("finish lease", { task: A })).toEqual({ kind: "goes on" });
    expect(world.step("release", { task: A })).toEqual({ kind: "returns", result: "EAGAIN" });
  });
  it("a descriptor that is closed meanwhile takes the lease along once the call is over", () => {
    const world = inside();
    world.step("close", { task: A2, file: 0 });
    world.step("insert lease", { task: A });
    expect(world.step("finish lease", { task: A })).toEqual({ kind: "goes on" });
    expect(world.state.inodes.at(0 as never).leases.length).toBe(2);
    expect(world.step("release", { task: A })).toEqual({ kind: "returns", result: "ok" });
    expect(world.state.inodes.at(0 as never).leases.length).toBe(1);
  });
});

/** Every fault is caught by the properties that name it: on a hand-made behaviour, and not without the fault. */
import { describe, expect, it } from "vitest";
import { A, A2, B, World } from "../model/world.js";
import { ALL_MENDED, difference } from "./difference.js";

/** An open that has been counted and has seen an empty list of leases. */
const slipIn = (world: World, task: number, access: "read" | "write"): void => {
  world.step("open", { task, inode: 0, access, truncating: false, blocking: true });
};

describe("historical faults", () => {
  it("B1: a lease is granted although an open for writing has slipped in", () => {
    const run = (world: World) => {
      world.open(A, "read");
      world.step("set lease", { task: A, file: 0, type: "read" });
      slipIn(world, B, "write");
      world.step("test for leases", { task: B });
      world.step("insert lease", { task: A });
      world.step("finish lease", { task: A });
    };
    expect(difference(run, { bugs: ["B1"] }, {})).toEqual(["no-conflicting-grant"]);
  });
  it("B2: an open for reading that is not counted yet overtakes a write lease", () => {
    const world = new World({ bugs: ["B2"] });
    world.open(A, "read");
    slipIn(world, B, "read");
    world.step("test for leases", { task: B });
    expect(world.setLease(A, 0, "write")).toBe("ok");
    world.step("count the open late", { task: B });
    expect([...world.violated]).toContain("foreign-breakers-always-break");

    const counted = new World();
    counted.open(A, "read");
    slipIn(counted, B, "read");
    expect(counted.setLease(A, 0, "write")).toBe("EAGAIN");
  });
  it("B1: a lease is granted beside a truncate(2) that has seen no lease, and the file is cut under it", () => {
    const run = (world: World) => {
      world.open(A, "read");
      world.step("set lease", { task: A, file: 0, type: "read" });
      world.step("truncate", { task: B, inode: 0 });
      world.step("test for leases", { task: B });
      world.step("insert lease", { task: A });
      world.step("finish lease", { task: A });
      world.step("cut", { task: B });
    };
    expect(difference(run, { bugs: ["B1"] }, {})).toEqual(["truncation-asks-every-holder"]);
  });
  it("B2: that open is read beside the write lease, and a read lease is granted to it", () => {
    const world = new World({ bugs: ["B2"] });
    world.open(A, "read");
    slipIn(world, B, "read");
    world.step("test for leases", { task: B });
    expect(world.setLease(A, 0, "write")).toBe("ok");
    world.step("count the open late", { task: B });
    expect([...world.violated].sort()).toEqual(["every-holder-is-asked", "foreign-breakers-always-break"]);
    expect(world.setLease(B, 1, "read")).toBe("ok");
    expect([...world.violated]).toContain("no-conflicting-grant");
  });
  it("B2: an open that overtakes a grant that is still to be undone violates nothing", () => {
    const world = new World({ bugs: ["B2"] });
    world.open(A, "read");
    slipIn(world, B, "read");
    world.step("test for leases", { task: B });
    world.step("set lease", { task: A, file: 0, type: "write" });
    world.step("insert lease", { task: A });
    world.step("count the open late", { task: B });
    expect(world.step("finish lease", { task: A })).toEqual({ kind: "returns", result: "EAGAIN" });
    expect([...world.violated]).toEqual([]);
  });
  it("B3: an open for reading blocks on a read lease that is being broken", () => {
    const run = (world: World) => {
      world.open(A, "read");
      world.setLease(A, 0, "read");
      world.open(B, "write", { nonblocking: true });
      world.open(B, "read", { nonblocking: true });
    };
    expect(difference(run, { bugs: ["B3"] }, {})).toEqual(["only-conflicts-refuse"]);
  });
  it("B3: an open for reading sleeps on a read lease that is being broken", () => {
    const run = (world: World) => {
      world.open(A, "read");
      world.setLease(A, 0, "read");
      world.open(B, "write", { nonblocking: true });
      world.open(B, "read");
    };
    expect(difference(run, { bugs: ["B3"] }, {})).toEqual(["nobody-sleeps-for-nothing", "only-conflicts-refuse"]);
  });
  it("B15: a breaker that queues on an expired lease sleeps for ever", () => {
    const run = (world: World) => {
      world.open(A, "read");
      world.open(A, "read");
      world.setLease(A, 0, "read");
      world.setLease(A, 1, "read");
      world.truncate(B);
      expect(world.violated.has("waits-are-bounded")).toBe(false);
      world.unlock(A, 0);
      world.tick();
      world.step("wake up", { task: B });
    };
    expect(difference(run, { bugs: ["B15"] }, {})).toEqual(["waits-are-bounded"]);
    const world = new World();
    run(world);
    expect(world.resume(B)).toBe("ok");
  });
  it("B34: a process with a recycled id passes for the creator of the lease", () => {
    const recycled = (bugs: string[]) => {
      const world = new World({ design: "tgid", bugs, scope: { threads: 1, groups: 3, processes: 1, tasks: 3 } });
      world.open(0, "read");
      world.setLease(0, 0, "read");
      const child = world.fork(0);
      world.close(0, 0);
      world.call(0, "exit");
      const other = world.fork(child);
      world.close(other, 0);
      return { world, result: world.open(other, "write", { nonblocking: true }) };
    };
    const { world, result } = recycled(["B34"]);
    expect(result).toBe("ok");
    expect([...world.violated].sort()).toEqual(["every-holder-is-asked", "foreign-breakers-always-break"]);
    const pinned = recycled([]);
    expect(pinned.result).toBe("EAGAIN");
    expect(pinned.world.violated.has("foreign-breakers-always-break")).toBe(false);
  });
});

describe("live faults", () => {
  it("B16: a stale deadline weakens a lease", () => {
    const run = (world: World) => {
      world.open(A, "read");
      world.setLease(A, 0, "write");
      world.open(B, "read", { nonblocking: true });
      world.setLease(A, 0, "read");
      world.setLease(A, 0, "write");
      if (world.can("tick", {})) world.tick();
      world.getLease(A, 0);
    };
    expect(difference(run, {}, { mends: ["B16"] })).toEqual(["no-unannounced-weakening"]);
  });
  it("B17: nobody is told once the thread that set the lease has exited", () => {
    const run = (world: World) => {
      world.open(A2, "read");
      world.setLease(A2, 0, "read");
      world.call(A2, "exit");
      world.open(B, "write", { nonblocking: true });
    };
    expect(difference(run, {}, { mends: ["B17"] })).toEqual(["holder-is-told"]);
    expect(difference(run, { mends: ["E9"] }, ALL_MENDED)).toEqual(["holder-is-told"]);
  });
  it("E9: nobody is told once the process that set the lease has exited", () => {
    const run = (world: World) => {
      world.open(0, "read");
      world.setLease(0, 0, "read");
      world.fork(0);
      world.close(0, 0);
      world.call(0, "exit");
      world.open(1, "write", { nonblocking: true });
    };
    const scope = { threads: 1 };
    expect(difference(run, { scope }, { scope, mends: ["E9"] })).toEqual(["holder-is-told"]);
    expect(difference(run, { scope, mends: ["B17"] }, { scope, ...ALL_MENDED })).toEqual(["holder-is-told"]);
  });
  it.each(["linux-6.18", "linux-5.0", "tgid"])("B18, under %s: a file is truncated over a read lease", (design) => {
    const run = (world: World) => {
      world.open(A, "read");
      world.setLease(A, 0, "read");
      world.open(B, "read", { truncating: true });
    };
    expect(difference(run, { design }, { design, mends: ["B18"] })).toEqual(["truncation-asks-every-holder"]);
  });
});

describe("invented faults", () => {
  it("I1: removing a lease forgets its waiters", () => {
    const run = (world: World) => {
      world.open(A, "read");
      world.setLease(A, 0, "read");
      world.open(B, "write");
      world.unlock(A, 0);
    };
    expect(difference(run, { bugs: ["I1"] }, {})).toEqual(["nobody-sleeps-for-nothing", "waiters-wait-on-something"]);
  });
});

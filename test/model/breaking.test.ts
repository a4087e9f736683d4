/** Breaks from their start to their end, as observed on 6.18.44; the names of the experiments are those of its record. */
import { describe, expect, it } from "vitest";
import type { MachineChoice } from "../../src/machine/machine.js";
import { A, A2, B, World } from "./world.js";

type Choice = MachineChoice & { readonly scope?: object };

function holding(type: "read" | "write", choice: Choice = {}): World {
  const world = new World(choice);
  world.open(A, "read");
  expect(world.setLease(A, 0, type)).toBe("ok");
  return world;
}
/** A third process, which has closed what it inherited. */
function forked(world: World): number {
  const child = world.fork(B);
  return child;
}

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
    const C = forked(world);
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
    const W = forked(writers);
    writers.open(B, "write");
    writers.open(W, "write");
    expect(writers.state.tasks.at(B as never)).toMatchObject({ blocker: 0, behind: null });
    expect(writers.state.tasks.at(W as never)).toMatchObject({ blocker: null, behind: B });

    const readers = holding("write");
    const R = forked(readers);
    readers.open(B, "read");
    readers.open(R, "read");
    expect(readers.state.tasks.at(B as never)).toMatchObject({ blocker: 0, behind: null });
    expect(readers.state.tasks.at(R as never)).toMatchObject({ blocker: 0, behind: null });
  });
  it("a writer queues below the first of two readers", () => {
    const world = holding("write");
    const C = forked(world);
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

describe("the end of the holder", () => {
  it("E9b: closing one of two descriptors does nothing, closing the last lets the breaker in", () => {
    const world = holding("read");
    world.call(A, "dup", { file: 0 });
    world.open(B, "write");
    world.close(A, 0);
    expect(world.resume(B)).toBe("blocked");
    world.close(A, 0);
    expect(world.resume(B)).toBe("ok");
  });
  it("E9: the lease outlives its creator in a child; nobody is told", () => {
    const world = holding("read", { scope: { threads: 1 } });
    const holder = 0;
    const breaker = 1;
    const child = world.fork(holder);
    world.close(holder, 0);
    world.call(holder, "exit");
    expect(world.getLease(child, 0)).toBe("read");
    expect(world.open(breaker, "write")).toBe("blocked");
    expect(world.signalled).toEqual([[]]);
    world.tick();
    expect(world.resume(breaker)).toBe("ok");
    expect(world.getLease(child, 0)).toBe("unlock");
  });
  it("E9c: a killed holder's lease goes with its descriptors", () => {
    const world = holding("read", { scope: { threads: 1, kill: true } });
    const breaker = 1;
    world.open(breaker, "write");
    world.step("kill", { group: 0 });
    expect(world.can("open", { task: A, inode: 0, access: "read", truncating: false, blocking: true })).toBe(false);
    world.close(A, 0);
    expect(world.call(A, "exit")).toBe("exited");
    expect(world.resume(breaker)).toBe("ok");
  });
  it("exec ends the other threads and keeps no description of the program", () => {
    const world = holding("read");
    expect(world.call(A, "exec", { inode: 0 })).toBe("ok");
    expect(world.state.tasks.at(A2 as never).at).toBe("absent");
    expect(world.state.files.count(({ state }) => state !== "free")).toBe(1);
  });
  it("E31: exec keeps the lease; a descriptor closed on exec takes it along", () => {
    const world = holding("read");
    world.call(A, "replace program");
    expect(world.getLease(A, 0)).toBe("read");
    world.close(A, 0);
    expect(world.state.inodes.at(0 as never).leases.length).toBe(0);
  });
});

describe("who is told", () => {
  it("E30a: the thread that set the lease exits, and the signal is lost", () => {
    const world = new World();
    world.open(A2, "read");
    world.setLease(A2, 0, "read");
    world.call(A2, "exit");
    expect(world.open(B, "write", { nonblocking: true })).toBe("EAGAIN");
    expect(world.signalled).toEqual([[]]);
  });
  it("E30b, E30c: a lease set by the leader is announced while the process lives, also after the leader's exit", () => {
    const world = holding("read");
    world.call(A, "exit");
    expect(world.open(B, "write", { nonblocking: true })).toBe("EAGAIN");
    expect(world.signalled).toEqual([[0]]);
  });
  it("E35: with the signal blocked in the setter another thread takes it", () => {
    const world = new World({ scope: { signals: "handler", masks: true } });
    world.call(A, "change signal mask");
    world.open(A, "read");
    world.setLease(A, 0, "read");
    world.open(B, "write", { nonblocking: true });
    expect(world.can("take signal", { task: A })).toBe(false);
    expect(world.can("take signal", { task: A2 })).toBe(true);
  });
  it("exec by another thread takes over the leader's identity, and with it the leader's signals", () => {
    const world = holding("read");
    world.call(A2, "replace program");
    world.open(B, "write", { nonblocking: true });
    expect(world.signalled).toEqual([[0]]);
  });
  it("exec by the thread that set the lease loses the signal, for its own id is gone", () => {
    const world = new World();
    world.open(A2, "read");
    world.setLease(A2, 0, "read");
    world.call(A2, "replace program");
    world.open(B, "write", { nonblocking: true });
    expect(world.signalled).toEqual([[]]);
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

/** What becomes of a lease when its holder goes, and who is told of a break; as observed on 6.18.44. */
import { describe, expect, it } from "vitest";
import { A, A2, B, holding, World } from "./world.js";

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
  it("of two threads that have both opened a program one goes on, and ends the other with what it had open", () => {
    const world = new World();
    for (const task of [A, A2]) {
      world.step("exec", { task, inode: 0 });
      world.step("test for leases", { task });
    }
    expect(world.can("replace program", { task: A })).toBe(true);
    expect(world.call(A2, "replace program")).toBe("ok");
    expect(world.state.tasks.at(A as never).at).toBe("absent");
    expect(world.state.files.every(({ state }) => state === "free")).toBe(true);
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
  it("a new thread and a child begin with the signals blocked that their creator blocks", () => {
    const world = new World({ scope: { tasks: 5, signals: "handler", masks: true, clone: true } });
    world.call(A, "change signal mask");
    const child = world.fork(A);
    world.call(A, "clone");
    expect(child).toBe(3);
    for (const [task, masks] of [1, 0, 0, 1, 1].entries())
      expect(world.state.tasks.at(task as never).masks).toBe(masks);
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

/** What the designs do to the properties, each on a hand-made behaviour. */
import { describe, expect, it } from "vitest";
import { A, A2, B, World } from "../model/world.js";
import { difference } from "./difference.js";

describe("designs", () => {
  it("without exemption a process breaks its own lease", () => {
    const run = (world: World) => {
      world.open(A, "read");
      world.setLease(A, 0, "read");
      world.open(A2, "write", { nonblocking: true });
    };
    const expected = ["holder-never-breaks-itself", "same-tgid-never-breaks"];
    expect(difference(run, { design: "linux-6.18" }, { design: "tgid" })).toEqual(expected);
    expect(difference(run, { design: "linux-5.0" }, { design: "tgid" })).toEqual(expected);
  });
  it("tgid: a child breaks the lease that it inherited", () => {
    const world = new World({ design: "tgid" });
    world.open(A, "read");
    world.setLease(A, 0, "read");
    world.open(world.fork(A), "write", { nonblocking: true });
    expect([...world.violated]).toEqual(["holder-never-breaks-itself"]);
  });
  it("tgid: the creator passes a lease that only its child still holds", () => {
    const run = (world: World) => {
      world.open(A, "read");
      world.setLease(A, 0, "read");
      world.fork(A);
      world.close(A, 0);
      world.open(A, "write", { nonblocking: true });
    };
    expect(difference(run, { design: "tgid" }, { design: "linux-6.18" })).toEqual(["every-holder-is-asked"]);
  });
  it("tgid: a read lease is granted beside the group's own write lease", () => {
    const run = (world: World) => {
      world.open(A, "read");
      world.setLease(A, 0, "write");
      if (world.open(A2, "read", { nonblocking: true }) === "ok") world.setLease(A2, 1, "read");
    };
    expect(difference(run, { design: "tgid" }, { design: "linux-6.18" })).toEqual(["no-conflicting-grant"]);
  });
  it("tgid: a breaker waits on its own group's lease when the one in its way is gone", () => {
    const run = (world: World) => {
      world.open(A, "read");
      world.setLease(A, 0, "read");
      world.open(B, "read");
      world.setLease(B, 1, "read");
      world.open(B, "write", { nonblocking: true });
      world.truncate(A2);
      world.unlock(B, 1);
    };
    expect(difference(run, { design: "tgid" }, { design: "linux-6.18" })).toEqual(["nobody-sleeps-for-nothing"]);
  });
});

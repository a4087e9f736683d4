import { describe, expect, test } from "vitest";
import { linesOf } from "../../../model/kernel/log-lines.js";
import { readLog } from "../../../model/kernel/read-log.js";
import { edited, fixture, refusalOf, swapped, verdictsOn, without } from "./logs.js";

const host = fixture("host-scenario.ftrace");

/** The ftrace parts of an experiment's log. */
const partsOf = (name: string): string[] =>
  fixture(name)
    .split(/\n(?! {2}\|).*/)
    .map((part) => part.trim())
    .filter((part) => part !== "");

describe("recorded logs are behaviours of the model", () => {
  test.each([
    ["host-scenario.ftrace", 26],
    ["host-scenario-tgid.ftrace", 26],
    ["samba-kernel-oplocks3.ftrace", 3],
    ["samba-kernel-oplocks7.ftrace", 8],
  ])("%s", (name, events) => {
    const verdicts = verdictsOn(fixture(name));
    expect(verdicts.map(({ kind }) => kind)).toEqual(["fits"]);
    expect(verdicts[0]).toMatchObject({ events });
  });

  test.each([
    ["e1.log", 2],
    ["e5.log", 3],
  ])("the complete ftrace parts of %s", (name, complete) => {
    const parts = partsOf(name);
    const whole = parts.filter((part) => !part.includes("| ... "));
    expect(whole).toHaveLength(complete);
    for (const part of whole) expect(verdictsOn(part).map(({ kind }) => kind)).toEqual(["fits"]);
    for (const part of parts.filter((one) => !whole.includes(one)))
      expect(() => readLog(linesOf(part))).toThrow(/events were left out here/);
  });

  test("what is outside the model is counted, not accepted silently", () => {
    expect([...readLog(linesOf(host)).skipped]).toEqual([["critical sections about delegations and layouts", 4]]);
    expect(readLog(linesOf(host)).unrecorded.join()).toContain("thread groups");
    expect(readLog(linesOf(fixture("host-scenario-tgid.ftrace"))).complete).toContain("thread groups");
  });
});

describe("tampered copies are refused at the event that does not fit", () => {
  test.each<[string, string, number, RegExp]>([
    ["a grant dropped", without(host, 13), 14, /the guard of start break .* refuses/],
    ["the break dropped", without(host, 14, 15, 16, 17), 18, /the leases were read of 0 to unlock/],
    ["a removal dropped", without(host, 19), 21, /the leases were read of 0, and are read of 0 to unlock/],
    ["a wake-up dropped", without(host, 30), 31, /0 writers and 1 readers were counted/],
    ["the sleep that ran out comes too early", edited(host, 43, "2922.164138", "2920.264138"), 43, /scan|guard/],
    ["a sleeper that does not", edited(host, 28, "break_lease_block", "break_lease_noblock"), 30, /guard of/],
    [
      "a break of another mode",
      edited(
        host,
        15,
        "breaker=00000000d072656c fl_flags=FL_LEASE fl_type=F_WRLCK",
        "breaker=00000000d072656c fl_flags=FL_LEASE fl_type=F_RDLCK",
      ),
      14,
      /it goes on in the model, and gives up in the log/,
    ],
    [
      "a pending flag dropped",
      edited(host, 19, "|FL_UNLOCK_PENDING", ""),
      19,
      /the lease was read of 0, and there is read of 0 to unlock/,
    ],
    ["a lease of another type", edited(host, 53, "F_WRLCK", "F_RDLCK"), 53, /the lease was read of/],
    ["an open more than there is", edited(host, 45, "rcount=0", "rcount=1"), 46, /the guard of start break .* refuses/],
    ["grant and removal swapped", swapped(host, 23, 24), 25, /guard of start break .* refuses/],
  ])("%s", (_, text, line, why) => {
    const refusal = refusalOf(text);
    expect(refusal?.line).toBe(line);
    expect(refusal?.why).toMatch(why);
  });
});

test("a command's name may look like anything", () => {
  const odd = host.replaceAll("actor-", "a b-1 (2) [3]-");
  expect(verdictsOn(odd).map(({ kind }) => kind)).toEqual(["fits"]);
});

test("a buffer that lost events says so", () => {
  const lossy = host.replace("entries-written: 52/52", "entries-written: 52/60");
  expect(() => readLog(linesOf(lossy))).toThrow(/^line 3: events were lost: the buffer kept 52 of 60/);
});

test("a file with more threads than the model has is judged in pieces, where no lease is left between", () => {
  const piece = (pid: number, owner: number): string =>
    [
      "generic_add_lease: dev=0xfe:0x0 ino=0x1 wcount=0 rcount=1 icount=1 ",
      "generic_delete_lease: fl=00ab dev=0xfe:0x0 ino=0x1 ",
    ]
      .map(
        (event, n) => `x-${pid} [000] ..... ${pid}.${n}: ${event}fl_owner=${owner} fl_flags=FL_LEASE fl_type=F_RDLCK\n`,
      )
      .join("");
  const pids = [1, 2, 3, 4, 5, 6, 7, 8];
  expect(
    verdictsOn(
      pids
        .slice(0, 6)
        .map((pid) => piece(pid, pid))
        .join(""),
    ),
  ).toMatchObject([{ kind: "fits", events: 12 }]);
  const all = pids.map((pid) => piece(pid, pid)).join("");
  expect(verdictsOn(all).map(({ kind }) => kind)).toEqual(pids.map(() => "fits"));
  expect(readLog(linesOf(all)).files.map(({ name }) => name)).toContain("0xfe:0x0 ino 0x1, line 3 on");
});

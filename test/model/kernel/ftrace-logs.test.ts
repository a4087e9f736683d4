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
      /./,
    ],
    [
      "a pending flag dropped",
      edited(host, 19, "|FL_UNLOCK_PENDING", ""),
      19,
      /the lease was read of 0, and there is read of 0 to unlock/,
    ],
    ["a lease of another type", edited(host, 53, "F_WRLCK", "F_RDLCK"), 53, /the lease was read of/],
    ["an open more than there is", edited(host, 45, "rcount=0", "rcount=1"), 46, /./],
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

import { describe, expect, test } from "vitest";
import { edited, fixture, refusalOf, swapped, verdictsOn, without } from "./logs.js";

const host = fixture("host-scenario.strace");
const experiments = fixture("experiments.strace");
const samba = fixture("samba-kernel-oplocks3.strace");

describe("recorded logs are behaviours of the model", () => {
  test.each([
    ["host-scenario.strace", 78],
    ["experiments.strace", 33],
    ["samba-kernel-oplocks3.strace", 37],
    ["samba-kernel-oplocks7.strace", 64],
  ])("%s", (name, events) => {
    const verdicts = verdictsOn(fixture(name));
    expect(verdicts.map(({ kind }) => kind)).toEqual(["fits"]);
    expect(verdicts[0]).toMatchObject({ events });
  });

  test("also without times, but then no deadline is too early", () => {
    const timeless = host.replace(/^(\d+) +\d+\.\d+ /gm, "$1 ");
    expect(refusalOf(timeless)).toBeNull();
  });
});

describe("tampered copies are refused at the event that does not fit", () => {
  test.each<[string, string, number, RegExp]>([
    ["an open dropped", without(host, 100), 102, /does not show descriptor 3 opened/],
    ["F_SETLEASE dropped", without(host, 102), 103, /returns ok in the model, and EAGAIN in the log/],
    ["F_UNLCK dropped", without(host, 118, 120), 119, /holder was asked at most 0\.0\d+ s before|asleep/],
    ["the open that breaks dropped", without(host, 103), 104, /no break signal for that lease is on its way/],
    ["a close dropped", without(host, 121), 123, /returns EAGAIN in the model, and ok in the log/],
    ["the close of a descriptor whose number comes back dropped", without(host, 137), 138, /still open/],
    ["F_SETLEASE F_WRLCK dropped", without(host, 140), 142, /no break signal/],
    ["F_SETLEASE and the break swapped", swapped(host, 102, 103), 102, /returns ok in the model, and EAGAIN/],
    ["query and close swapped", swapped(host, 136, 137), 137, /does not show descriptor 3 opened/],
    ["signal and break swapped", swapped(host, 103, 104), 103, /no break signal for that lease is on its way/],
    ["unlock and the next grant swapped", swapped(host, 107, 109), 112, /returns EAGAIN in the model, and ok/],
    ["the blocked open returns before the unlock", swapped(host, 118, 119), 118, /asleep|holder was asked/],
    ["F_SETLEASE refused", edited(host, 102, "= 0 ", "= -1 EAGAIN (x) "), 102, /ok in the model, and EAGAIN/],
    [
      "F_SETLEASE allowed",
      edited(host, 145, "= -1 EAGAIN (Resource temporarily unavailable)", "= 0"),
      145,
      /EAGAIN in/,
    ],
    [
      "F_GETLEASE answers F_RDLCK",
      edited(host, 106, "0x2 (F_UNLCK)", "0 (F_RDLCK)"),
      106,
      /unlock in the model, and read/,
    ],
    [
      "F_GETLEASE answers F_WRLCK",
      edited(host, 144, "0 (F_RDLCK)", "0x1 (F_WRLCK)"),
      144,
      /read in the model, and write/,
    ],
    ["F_UNLCK of nothing allowed", edited(host, 102, "F_RDLCK", "F_UNLCK"), 102, /EAGAIN in the model, and ok/],
    [
      "the breaking open allowed",
      edited(host, 103, "-1 EAGAIN (Resource temporarily unavailable)", "3</srv/lab/s/a>"),
      103,
      /./,
    ],
    [
      "the harmless open refused",
      edited(host, 110, "3</srv/lab/s/a>", "-1 EAGAIN (x)"),
      110,
      /ok in the model, and EAGAIN/,
    ],
    [
      "a signal taken twice",
      edited(
        host,
        108,
        "fcntl(3</srv/lab/s/a>, F_SETSIG, SIGRT_4) = 0 <0.000053>",
        "--- SIGRT_4 {si_signo=SIGRT_4, si_code=0x3, si_int=3} ---",
      ),
      108,
      /no break signal/,
    ],
    ["the truncation over after 15 ms", edited(host, 135, "1795355571.273752", "1795355569.273752"), 135, /./],
    [
      "the shared lease runs out too early",
      edited(experiments, 33, "13:27:30.8", "13:26:44.4"),
      33,
      /holder was asked at most 0\.\d+ s before/,
    ],
    ["Samba's unlock dropped", without(samba, 233), 235, /./],
  ])("%s", (_, text, line, why) => {
    const refusal = refusalOf(text);
    expect(refusal?.line).toBe(line);
    expect(refusal?.why).toMatch(why);
  });
});

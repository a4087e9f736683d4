import { describe, expect, test } from "vitest";
import { linesOf } from "../../../model/kernel/log-lines.js";
import { readLog } from "../../../model/kernel/read-log.js";
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
      /give up .*: it returns EAGAIN in the model, and ok in the log/,
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
    [
      "the truncation over after 15 ms",
      edited(host, 135, "1795355571.273752", "1795355569.273752"),
      135,
      /holder was asked at most 0\.017 s before/,
    ],
    [
      "the shared lease runs out too early",
      edited(experiments, 33, "13:27:30.8", "13:26:44.4"),
      33,
      /holder was asked at most 0\.\d+ s before/,
    ],
    ["Samba's unlock dropped", without(samba, 233), 235, /it returns EAGAIN in the model, and ok in the log/],
  ])("%s", (_, text, line, why) => {
    const refusal = refusalOf(text);
    expect(refusal?.line).toBe(line);
    expect(refusal?.why).toMatch(why);
  });
});

describe("what a log cannot tell is not judged, rather than refused", () => {
  const scopesOf = (...lines: readonly string[]) => readLog(linesOf(lines.join("\n"))).files.map(({ scope }) => scope);

  test.each<[string, readonly string[], RegExp]>([
    ["a descriptor from before", ["1 fcntl(0</tmp/a>, F_SETLEASE, F_RDLCK) = 0"], /was open before the log begins/],
    [
      "a descriptor that came over a socket",
      [
        "1 recvmsg(4<socket:[9]>, {msg_control=[{cmsg_len=20, cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS, cmsg_data=[7</tmp/a>]}]}, 0) = 1",
        "1 fcntl(7</tmp/a>, F_SETLEASE, F_RDLCK) = 0",
      ],
      /comes from another process/,
    ],
    [
      "a table of descriptors that two processes share",
      [
        '1 openat(AT_FDCWD, "/tmp/a", O_RDONLY) = 3',
        "1 fcntl(3, F_SETLEASE, F_RDLCK) = 0",
        "1 clone(child_stack=0x1, flags=CLONE_FILES|SIGCHLD) = 2",
        "2 close(3) = 0",
      ],
      /CLONE_FILES/,
    ],
  ])("%s", (_, lines, why) => {
    expect(scopesOf(...lines)).toEqual([expect.stringMatching(why)]);
  });
});

describe("other ways to open and close", () => {
  const judged = (...lines: readonly string[]) => refusalOf(lines.join("\n"));
  const opened = '1 openat2(AT_FDCWD, "/tmp/a", {flags=O_RDONLY, resolve=0}, 24) = 3</tmp/a>';
  const leased = "1 fcntl(3</tmp/a>, F_SETLEASE, F_RDLCK) = 0";
  const broken = '2 openat(AT_FDCWD, "/tmp/a", O_WRONLY|O_NONBLOCK) = 4';

  test("openat2 opens, close_range closes", () => {
    const closes = "1 close(9) = -1 EBADF (x)";
    expect(judged(opened, leased, closes, "1 close_range(3, 4294967295, 0) = 0", broken)).toBeNull();
    expect(judged(opened, leased, "1 close_range(4, 4294967295, 0) = 0", closes, broken)).toMatchObject({ line: 5 });
  });

  test("an exit ends what nobody else has: afterwards a writer is let in, before it is not", () => {
    const begun = '1 execve("./x", ["x"], 0x1) = 0';
    const left = ["1 exit_group(0) = ?", "1 +++ exited with 0 +++"];
    const closes = "1 close(9) = -1 EBADF (x)";
    expect(judged(begun, closes, opened, leased, ...left, broken)).toBeNull();
    expect(judged(begun, closes, opened, leased, broken, ...left)).toMatchObject({ line: 5 });
    const refused = broken.replace("= 4", "= -1 EAGAIN (x)");
    expect(judged(begun, closes, opened, leased, refused, ...left)).toBeNull();
    expect(judged(begun, closes, opened, leased, ...left, refused)).toMatchObject({ line: 7 });
  });
});

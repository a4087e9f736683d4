import { rmSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { linesOf } from "../../../model/kernel/log-lines.js";
import { readLog } from "../../../model/kernel/read-log.js";
import { refusalOf, verdictsOn } from "./logs.js";
import { program, SCENES, straced } from "./programs.js";

const made = program();
const why = typeof made === "string" ? ` (skipped: ${made})` : "";
const recorded = (scene: string, options: readonly string[], terminal = false): string => {
  if (typeof made === "string") throw new Error(made);
  return straced(made, scene, options, terminal);
};
afterAll(() => {
  if (typeof made !== "string") rmSync(made.folder, { recursive: true });
});

describe.skipIf(typeof made === "string")(`what strace records on this kernel fits${why}`, () => {
  test.each(SCENES)("%s", (scene) => {
    expect(verdictsOn(recorded(scene, ["-f", "-ttt", "-T", "-y"])).map(({ kind }) => kind)).toEqual(["fits"]);
  });

  const styles = ["-f", "-f -t", "-f -tt -T", "-f -ttt -yy", "-f -r", "-f -r -ttt -T", "-f -Y -y", "-f -q"];
  test.each(styles)("strace %s", (style) => {
    for (const scene of ["release", "killed"])
      expect(verdictsOn(recorded(scene, style.split(" "))).map(({ kind }) => kind)).toEqual(["fits"]);
  });

  test.each(styles)("strace %s on the terminal", (style) => {
    expect(verdictsOn(recorded("release", style.split(" "), true)).map(({ kind }) => kind)).toEqual(["fits"]);
  });

  test("without -f nothing is known of the child, and nothing is claimed", () => {
    const { files, unrecorded } = readLog(linesOf(recorded("release", ["-ttt", "-y"])));
    expect(unrecorded.join()).toContain("what 1 of the processes and threads do");
    expect(files.map(({ scope }) => scope)).toEqual([expect.stringContaining("the log does not show what process")]);
  });

  test("a thread that becomes the leader by execve is said to be beyond the reader", () => {
    const { files } = readLog(linesOf(recorded("replaced-by-thread", ["-f", "-ttt", "-y"])));
    expect(files.map(({ scope }) => scope)).toEqual(["a thread other than the leader called execve"]);
  });

  test("a sleeper that is killed has an open that never comes back, and an exit", () => {
    const text = recorded("killed", ["-f", "-ttt", "-y"]);
    expect(text).toMatch(/\+\+\+ killed by SIGKILL \+\+\+/);
    expect(text).toMatch(/= \? ERESTARTSYS/);
  });
});

describe("times", () => {
  const open = 'openat(AT_FDCWD, "f", O_RDONLY) = 3';
  const history = (...times: readonly string[]): string =>
    [
      `1 ${times[0]} close(9) = -1 EBADF (Bad file descriptor)`,
      `1 ${times[0]} ${open}`,
      `1 ${times[1]} fcntl(3, F_SETLEASE, F_RDLCK) = 0`,
      `2 ${times[2]} openat(AT_FDCWD, "f", O_WRONLY <unfinished ...>`,
      `2 ${times[3]} <... openat resumed>) = 4`,
      "",
    ].join("\n");

  test.each([
    ["-tt over midnight", ["23:59:58.0", "23:59:58.1", "23:59:59.5", "00:00:01.0"], ["23:59:59.5", "00:00:00.1"]],
    ["-r", ["0.000000", "0.1", "5.0", "1.5"], ["5.0", "0.5"]],
    ["-ttt", ["1795355571.0", "1795355571.1", "1795355571.2", "1795355572.7"], ["1795355571.2", "1795355571.7"]],
  ])("%s: a deadline passes after its time, and not before", (_, times, early) => {
    expect(refusalOf(history(...times))).toBeNull();
    expect(refusalOf(history(...times.slice(0, 2), ...early))).toMatchObject({ line: 5 });
    expect(refusalOf(history(...times.slice(0, 2), ...early))?.why).toMatch(/holder was asked at most 0\.\d+ s before/);
  });
});

import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { whyNoStrace } from "../../../model/kernel/recorder/strace-program.js";
import { folder, runAlone } from "../../cli/cli.js";
import { actors } from "./kernel.js";

const PROGRAM = fileURLToPath(new URL("../../../dist/src/cli/main.js", import.meta.url));
const program = process.platform === "linux" ? await actors() : "not on Linux";
const why = typeof program === "string" ? program : whyNoStrace();
if (typeof program !== "string") program.remove();

test.skipIf(why !== null).each([1, 2, 3, 4])(
  `random behaviours with seed %s, carried out under strace, are found in the model again${why ? ` (skipped: ${why})` : ""}`,
  async (seed) => {
    const conform = [PROGRAM, "conform", "--seed", String(seed), "--walks", "30", "--clock", "0"];
    const { status, stdout } = await runAlone(["validate", "--record", "--", process.execPath, ...conform], {
      env: { TMPDIR: folder() },
    });
    expect(stdout).not.toMatch(/REFUSED/);
    expect(stdout.match(/: fits: /g)?.length).toBeGreaterThan(10);
    // What takes more threads than the model has is not judged.
    expect([0, 3]).toContain(status);
  },
);

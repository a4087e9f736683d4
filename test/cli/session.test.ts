/** Ctrl-C, pressed twice: the first time is the command's, the second time ends the program as usual. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";

const SESSION = new URL("../../dist/src/cli/session.js", import.meta.url).href;
/** Says when it was interrupted, and goes on for ever. */
const program = `
  import { session } from ${JSON.stringify(SESSION)};
  if (process.argv[1] === "terminal") process.stderr.isTTY = true;
  const { progress, interruptible } = session();
  interruptible().addEventListener("abort", () => console.log("interrupted"));
  setInterval(() => {}, 1000);
  const line = progress(false);
  setInterval(() => line.update(() => "busy"), 20);
  setTimeout(() => console.log("ready"), 250);`;

it.each(["pipe", "terminal"])("the first aborts, the second ends the program, with stderr a %s", async (kind) => {
  const child = spawn(process.execPath, ["--input-type=module", "-e", program, kind], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  let said = "";
  child.stdout.on("data", (data: Buffer) => {
    said += data.toString();
    child.kill("SIGINT");
  });
  const [, signal] = await once(child, "close");
  expect(said).toBe("ready\ninterrupted\n");
  expect(signal).toBe("SIGINT");
});

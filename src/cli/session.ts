/** One run of the program: its streams, its colours, and how it is interrupted. */
import { createRequire } from "node:module";
import { type Paint, paintFor } from "../report/paint.js";
import { type ProgressLine, progressOn } from "../report/progress.js";

/** What a command may use of the process that it runs in. */
export interface Session {
  /** Writes a line, or several, of the report. */
  print(text: string): void;
  readonly paint: Paint;
  /** Columns to wrap prose at. */
  readonly width: number;
  progress(quiet: boolean): ProgressLine;
  /** From now on the first Ctrl-C (or SIGTERM) aborts the signal; the second ends the program as usual. */
  interruptible(): AbortSignal;
}

/** The session of this process. */
export function session(): Session {
  return {
    print: (text) => process.stdout.write(`${text}\n`),
    paint: paintFor(process.stdout),
    width: process.stdout.isTTY ? Math.max(60, Math.min(process.stdout.columns || 80, 120)) : 80,
    progress: (quiet) => progressOn(process.stderr, quiet),
    interruptible() {
      const controller = new AbortController();
      // Stays in place: the live progress line hooks SIGINT too, and ends the program when nobody else listens.
      for (const name of ["SIGINT", "SIGTERM"] as const) {
        const onInterrupt = () => {
          if (!controller.signal.aborted) return controller.abort();
          process.off(name, onInterrupt);
          process.kill(process.pid, name);
        };
        process.on(name, onInterrupt);
      }
      return controller.signal;
    },
  };
}

/** The version of this package. */
export const version = (): string => {
  const found = createRequire(import.meta.url)("leasecheck/package.json") as { readonly version: string };
  return found.version;
};

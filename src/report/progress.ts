/** Progress on stderr: a live line on a terminal, spaced lines elsewhere, nothing when quiet. */
import type { createLogUpdate } from "log-update";

/** Where progress is shown. */
export interface ProgressLine {
  /** Shows how far things are; the text is made only when it will be shown. */
  update(text: () => string): void;
  /** Writes a line that stays, also when quiet. */
  note(line: string): void;
  /** Clears the live line, so that a report can follow. */
  done(): void;
}

const FIRST_MILLISECONDS = 2000;
const BETWEEN_MILLISECONDS = 5000;
const LIVE_MILLISECONDS = 100;

/** @param now a clock in milliseconds */
export function progressOn(
  stream: NodeJS.WriteStream,
  quiet: boolean,
  now: () => number = () => performance.now(),
): ProgressLine {
  const note = (line: string): boolean => stream.write(`${line}\n`);
  if (quiet) return { update: () => {}, note, done: () => {} };
  const terminal = stream.isTTY;
  let live: ReturnType<typeof createLogUpdate> | null = null;
  let over = false;
  // Loaded once there is something to show: most commands are done before that.
  const goLive = async (): Promise<void> => {
    const { createLogUpdate } = await import("log-update");
    if (!over) live = createLogUpdate(stream);
  };
  let next = now() + (terminal ? LIVE_MILLISECONDS : FIRST_MILLISECONDS);
  return {
    update(text) {
      if (now() < next) return;
      next = now() + (terminal ? LIVE_MILLISECONDS : BETWEEN_MILLISECONDS);
      if (!terminal) stream.write(`${text()}\n`);
      else if (live) live(text());
      else void goLive();
    },
    note(line) {
      live?.clear();
      note(line);
    },
    done() {
      over = true;
      live?.clear();
      live?.done(); // shows the cursor again
    },
  };
}

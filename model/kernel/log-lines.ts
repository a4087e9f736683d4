/** The lines of a log, one after the other, so that a log of any length is read in little memory. */
import { closeSync, openSync, readSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { LogError } from "./log-error.js";

/** The longest line that a reader looks at, in characters. */
const LONGEST_LINE = 1 << 20;
/** The longest log, in bytes: a few seconds of reading. */
const MOST_BYTES = 2 ** 30;
const CHUNK = 1 << 18;

/** The lines of a text. @throws LogError for bytes that are no text, and for lines that are too long */
export function* linesOf(text: string): Generator<string> {
  const checked = new Checked();
  for (const line of text.split("\n")) yield checked.line(line);
}

/**
 * The lines of a file, read as they are asked for.
 * @throws LogError for bytes that are no text, for lines that are too long, and for more than 1 GiB
 * @throws Error when the operating system refuses
 */
export function* linesInFile(path: string): Generator<string> {
  const checked = new Checked();
  const decoder = new StringDecoder("utf8");
  const chunk = Buffer.allocUnsafe(CHUNK);
  const file = openSync(path, "r");
  try {
    let rest = "";
    let bytes = 0;
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) {
      bytes += read;
      if (bytes > MOST_BYTES) throw new LogError(checked.lines + 1, "the log is longer than 1 GiB");
      const lines = (rest + decoder.write(chunk.subarray(0, read))).split("\n");
      rest = lines.pop() ?? "";
      if (rest.length > LONGEST_LINE) checked.line(rest);
      for (const line of lines) yield checked.line(line);
    }
    yield checked.line(rest + decoder.end());
  } finally {
    closeSync(file);
  }
}

/** A text of its own: pieces of a string keep the whole alive. */
export const copied = (text: string): string => Buffer.from(text).toString();

class Checked {
  lines = 0;

  line(line: string): string {
    this.lines++;
    if (line.length > LONGEST_LINE) throw new LogError(this.lines, `longer than ${LONGEST_LINE} characters`);
    if (line.includes("\0")) throw new LogError(this.lines, "a NUL byte; this is no text");
    return line;
  }
}

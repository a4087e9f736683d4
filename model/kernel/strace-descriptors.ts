/** Descriptors in an strace log: how they go, come back and are doubled. */
import type { At } from "./file-log.js";
import { descriptorOf } from "./strace-arguments.js";
import { errorOfCall } from "./strace-calls.js";
import { type StraceReading, textOf } from "./strace-reading.js";
import type { SystemCall } from "./system-call.js";

/** What of a log is about descriptors. */
export class DescriptorCalls {
  constructor(private readonly reading: StraceReading) {}

  /** A call of close begins. */
  close(at: At, call: SystemCall) {
    const descriptor = descriptorOf(call.arguments[0]);
    if (descriptor === null || errorOfCall(call) === "EBADF") return this.reading.skip("closes of no descriptor");
    this.reading.tables.find(call.pid, descriptor.number, descriptor.path);
    const end = this.drop(at, call.pid, descriptor.number, textOf(call));
    if (end === null) this.reading.skip("closes of descriptors that the log does not show opened");
    else if (call.result !== null && call.result !== "?") this.reading.later(call, end);
  }

  /** A call of close_range begins. */
  closeRange(at: At, call: SystemCall) {
    const [first, last] = call.arguments.map(Number);
    if (errorOfCall(call) !== null || (call.arguments[2] ?? "").includes("CLOEXEC"))
      return this.reading.skip("calls of close_range that close nothing");
    for (const number of this.reading.tables.numbers(call.pid))
      if (number >= (first ?? 0) && !(number > (last ?? 0)))
        this.drop(at, call.pid, number, textOf(call))?.({ line: at.line, time: at.time });
  }

  /** A descriptor goes. Returns what to do when it is gone; `null` when there was none. */
  drop(at: At, pid: number, number: number, text: string): ((end: At) => void) | null {
    const removed = this.reading.tables.remove(pid, number);
    if (removed === null) return null;
    const { description, left } = removed;
    const file = this.reading.file(description.inode);
    // The model tells one descriptor from several, and no more.
    const begun =
      left > 1
        ? null
        : file.begins(
            at,
            pid,
            { action: "close", parameters: {}, description: description.number },
            { result: "ok", text },
          );
    return (end) => {
      if (begun !== null) file.ends(end, begun);
      if (description.held.size === 0) file.forget();
    };
  }

  /** A number that comes back shows that the descriptor was closed, somehow. */
  reused(at: At, pid: number, number: number): void {
    const removed = this.reading.tables.remove(pid, number);
    if (removed === null) return;
    this.reading.skip("closes that the log shows only by the descriptor's coming back");
    const { description, left } = removed;
    const file = this.reading.file(description.inode);
    if (left === 0) file.closed(at, pid, description.number);
    if (description.held.size === 0) file.forget();
  }

  /** A call of dup, dup2, dup3 or of fcntl with F_DUPFD begins. */
  dup(at: At, call: SystemCall) {
    const from = descriptorOf(call.arguments[0]);
    const to = descriptorOf(call.result ?? undefined);
    if (from === null || to === null || from.number === to.number)
      return this.reading.skip("dups that make no descriptor");
    const description = this.reading.tables.find(call.pid, from.number, from.path);
    if (description === null) return this.reading.skip("dups of descriptors that the log does not show opened");
    const file = this.reading.file(description.inode);
    const replaced = this.drop(at, call.pid, to.number, textOf(call));
    replaced?.(at);
    const keeps = call.name === "dup3" ? call.arguments[2] : call.arguments[1];
    const count = this.reading.tables.add(
      call.pid,
      to.number,
      description,
      to.path ?? from.path,
      /CLOEXEC/.test(keeps ?? ""),
    );
    if (count !== 2) return;
    const begun = file.begins(
      at,
      call.pid,
      { action: "dup", parameters: {}, description: description.number },
      { result: "ok", text: textOf(call) },
    );
    this.reading.later(call, (end) => file.ends(end, begun));
  }
}

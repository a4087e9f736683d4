/** Leases in an strace log: the calls that set, ask for and give them up, and the signals of their breaks. */
import type { Description } from "./descriptors.js";
import type { At } from "./file-log.js";
import type { Asked } from "./history.js";
import { LogError, shown } from "./log-error.js";
import { descriptorOf } from "./strace-arguments.js";
import { breakSignal, errorOfCall, leaseTypes, passedBy, resultOf } from "./strace-calls.js";
import type { DescriptorCalls } from "./strace-descriptors.js";
import { type StraceReading, textOf } from "./strace-reading.js";
import type { SystemCall } from "./system-call.js";

/** What of a log is about leases. */
export class LeaseCalls {
  /** By descriptor, what leases were set through it, the last first: break signals name it, whatever it is by then. */
  private readonly leasedThrough = new Map<
    number,
    readonly { readonly description: Description; readonly pid: number }[]
  >();
  /** Descriptors that came from other processes. */
  private readonly passed = new Set<string>();

  constructor(
    private readonly reading: StraceReading,
    private readonly descriptors: DescriptorCalls,
  ) {}

  /** Descriptors come in a message, or are taken from another process. */
  receive(call: SystemCall): void {
    for (const number of passedBy(call)) this.passed.add(this.nameOf(call.pid, number));
  }

  private nameOf(pid: number, number: number): string {
    return `${this.reading.tables.groupOf(pid)} ${number}`;
  }

  /** A call of fcntl begins. @throws LogError for one that is given no descriptor */
  fcntl(at: At, call: SystemCall) {
    const [target, command = "", argument = ""] = call.arguments;
    const descriptor = descriptorOf(target);
    if (descriptor === null) throw new LogError(at.line, `${shown(target ?? "")} is no descriptor`);
    if (command.startsWith("F_DUPFD")) return this.descriptors.dup(at, call);
    if (command === "F_SETFD" && errorOfCall(call) === null)
      return this.reading.tables.closeOnExec(call.pid, descriptor.number, argument.includes("FD_CLOEXEC"));
    if (command !== "F_SETLEASE" && command !== "F_GETLEASE")
      return this.reading.skip(`calls of fcntl with ${shown(command, 20)}`);
    const result = resultOf(command, call.result);
    if (result !== null && typeof result === "object")
      return this.reading.skip(`${command} that fails with ${result.outside}`);
    const description = this.reading.tables.find(call.pid, descriptor.number, descriptor.path);
    if (description === null) {
      const file = this.reading.file(
        this.reading.names.inode(descriptor.path ?? `descriptor ${descriptor.number} of ${call.pid}`),
      );
      file.leased = true;
      if (this.passed.has(this.nameOf(call.pid, descriptor.number)))
        return file.unjudge(`descriptor ${descriptor.number} of ${call.pid} comes from another process`);
      if (descriptor.number <= 2) return file.unjudge(`descriptor ${descriptor.number} was open before the log begins`);
      return file.impossible(at, textOf(call), `the log does not show descriptor ${descriptor.number} opened`);
    }
    const type = leaseTypes.get(argument);
    const asked: Asked =
      command === "F_GETLEASE"
        ? { action: "query lease", parameters: {}, description: description.number }
        : type === undefined
          ? { action: "unlock", parameters: {}, description: description.number }
          : { action: "set lease", parameters: { type }, description: description.number };
    const file = this.reading.file(description.inode);
    if (command === "F_SETLEASE") file.leased = true;
    if (asked.action === "set lease" && result !== "EAGAIN") {
      const before = this.leasedThrough.get(descriptor.number) ?? [];
      this.leasedThrough.set(descriptor.number, [{ description, pid: call.pid }, ...before].slice(0, 8));
    }
    const begun = file.begins(at, call.pid, asked, { result, text: textOf(call) });
    if (result !== null) this.reading.later(call, (end) => file.ends(end, begun));
  }

  /** A signal comes. @param info as strace prints it */
  signal(at: At, pid: number, info: string) {
    const number = breakSignal(info);
    if (number === null) return this.reading.skip("signals that name no lease");
    const all = this.leasedThrough.get(number) ?? [];
    const group = this.reading.tables.groupOf(pid);
    const own = all.filter((one) => this.reading.tables.groupOf(one.pid) === group);
    const named = (own.length > 0 ? own : all).map(({ description }) => description);
    const inode = named[0]?.inode;
    if (inode === undefined) return this.reading.skip("break signals for leases that the log does not show");
    const descriptions = named.filter((one) => one.inode === inode).map((one) => one.number);
    this.reading.file(inode).signal(at, pid, [...new Set(descriptions)]);
  }
}

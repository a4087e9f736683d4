/** From the events of an strace log to the histories of the files that were leased. */
import type { Description } from "./descriptors.js";
import { type At, FileLog } from "./file-log.js";
import type { Asked, Histories } from "./history.js";
import { LogError, shown } from "./log-error.js";
import type { StraceEvent, StraceLog } from "./strace.js";
import { descriptorOf, pathOf } from "./strace-arguments.js";
import { breakSignal, errorOfCall, FORKS, leaseTypes, NAMING, openFlags, passedBy, resultOf } from "./strace-calls.js";
import { FileNames } from "./strace-names.js";
import { Processes } from "./strace-processes.js";
import type { SystemCall } from "./system-call.js";

/** The histories of the files on which the log shows F_SETLEASE. @throws LogError for a log that contradicts itself */
export function straceHistories(log: StraceLog): Histories {
  const reader = new Reader(log);
  return reader.histories();
}

class Reader {
  private readonly names = new FileNames(() => this.tables);
  private readonly processes: Processes;
  private readonly files = new Map<number, FileLog>();
  private readonly skipped = new Map<string, number>();
  private readonly calls = new Set<string>();
  /** What to do when a call returns. */
  private readonly pending = new Map<SystemCall, (at: At) => void>();
  /** By descriptor, what leases were set through it, the last first: break signals name it, whatever it is by then. */
  private readonly leasedThrough = new Map<
    number,
    readonly { readonly description: Description; readonly pid: number }[]
  >();
  /** Descriptors that came from other processes. */
  private readonly passed = new Set<string>();

  constructor(private readonly log: StraceLog) {
    const { files } = this;
    for (const event of log.events) if (event.kind === "enters") this.calls.add(event.call.name);
    this.processes = new Processes(log.events, { [Symbol.iterator]: () => files.values() }, (inode) =>
      this.file(inode),
    );
    for (const [name, times] of log.others) this.skipped.set(`calls of ${name}`, times);
  }

  histories(): Histories {
    for (const [index, event] of this.log.events.entries()) {
      this.processes.before(event);
      this.read(event);
      this.processes.after(event, index);
    }
    let elsewhere = 0;
    for (const file of this.files.values()) if (!file.leased) elsewhere += file.size;
    if (elsewhere > 0) this.skipped.set("events of files that nobody leases", elsewhere);
    const { recorded, unheard } = this.processes;
    return {
      histories: [...this.files.values()]
        .filter(({ leased }) => leased)
        .map((file) => file.history((pid) => this.tables.groupOf(pid))),
      skipped: this.skipped,
      complete: [
        `calls of the threads shown: ${[...this.calls].sort().join(", ")}`,
        ...(recorded ? ["the coming and going of processes and threads"] : []),
      ],
      unrecorded: [
        "whether a break signal that was sent is taken (it may be blocked)",
        ...(recorded ? [] : ["the coming of threads: whose one is, is taken from the descriptors it uses"]),
        ...(unheard > 0 ? [`what ${unheard} of the processes and threads do that were made (see strace -f)`] : []),
        ...(this.calls.has("close") ? [] : ["the closing of descriptors"]),
      ],
      assumed: ["nobody else opens, truncates or leases these files meanwhile"],
    };
  }

  private get tables() {
    return this.processes.tables;
  }

  private read(event: StraceEvent) {
    switch (event.kind) {
      case "enters":
        return this.enters(event, event.call);
      case "leaves":
        if (event.call.name === "rt_sigtimedwait") this.signal(event, event.pid, event.call.arguments.join());
        this.pending.get(event.call)?.(event);
        this.pending.delete(event.call);
        return;
      case "signal":
        return this.signal(event, event.pid, event.info);
      case "becomes":
        for (const { inode } of this.tables.held(event.leader))
          this.file(inode).unjudge("a thread other than the leader called execve");
        return;
      case "acts":
      case "exits":
    }
  }

  private enters(at: At, call: SystemCall) {
    const { name, arguments: given, pid } = call;
    if (NAMING.has(name)) {
      const change = this.names.change(call);
      if (change === null) return;
      this.skip(change.what);
      return this.later(call, change.after);
    }
    if (FORKS.has(name)) return this.later(call, (end) => this.processes.forked(call, end));
    switch (name) {
      case "open":
      case "creat":
        return this.open(at, call, undefined, given[0], name === "creat" ? "O_WRONLY|O_CREAT|O_TRUNC" : given[1]);
      case "openat":
        return this.open(at, call, given[0], given[1], given[2]);
      case "openat2":
        return this.open(at, call, given[0], given[1], /flags=([\w|]+)/.exec(given[2] ?? "")?.[1]);
      case "truncate":
      case "truncate64":
        return this.truncate(at, call);
      case "close":
        return this.close(at, call);
      case "close_range":
        return this.closeRange(at, call);
      case "fcntl":
      case "fcntl64":
        return this.fcntl(at, call);
      case "dup":
      case "dup2":
      case "dup3":
        return this.dup(at, call);
      case "execve":
      case "execveat":
        if (errorOfCall(call) !== null) return;
        return this.later(call, (end) => {
          for (const number of this.tables.closedByExec(pid)) this.drop(end, pid, number, "closed by execve")?.(end);
        });
      case "recvmsg":
      case "recvmmsg":
      case "pidfd_getfd":
        return this.later(call, () => {
          for (const number of passedBy(call)) this.passed.add(`${this.tables.groupOf(pid)} ${number}`);
        });
    }
  }

  private open(
    at: At,
    call: SystemCall,
    directory: string | undefined,
    named: string | undefined,
    flags: string | undefined,
  ) {
    const result = resultOf("open", call.result);
    if (result !== null && typeof result === "object") return this.skip(`opens that fail with ${result.outside}`);
    const made = descriptorOf(call.result ?? undefined);
    const inode = this.names.inodeOf(call.pid, pathOf(named, directory), made?.path ?? null);
    if (inode === null) return this.skip("opens of a name that the log cuts short");
    const file = this.file(inode);
    const description = file.describe(inode);
    const parameters = openFlags(flags ?? "");
    const begun = file.begins(
      at,
      call.pid,
      { action: "open", parameters },
      { result, text: textOf(call), makes: description.number },
    );
    this.later(call, (end) => {
      if (result === null) return;
      file.ends(end, begun);
      if (made === null) return file.forget();
      this.reused(end, call.pid, made.number);
      this.tables.add(call.pid, made.number, description, made.path, (flags ?? "").includes("O_CLOEXEC"));
      if (!this.calls.has("close")) file.mayClose(end, call.pid, description.number);
    });
  }

  private truncate(at: At, call: SystemCall) {
    const result = resultOf("truncate", call.result);
    if (result !== null && typeof result === "object") return this.skip(`truncations that fail with ${result.outside}`);
    const inode = this.names.inodeOf(call.pid, pathOf(call.arguments[0]), null);
    if (inode === null) return this.skip("truncations of a name that the log cuts short");
    const file = this.file(inode);
    const begun = file.begins(at, call.pid, { action: "truncate", parameters: {} }, { result, text: textOf(call) });
    if (result !== null) this.later(call, (end) => file.ends(end, begun));
  }

  private fcntl(at: At, call: SystemCall) {
    const [target, command = "", argument = ""] = call.arguments;
    const descriptor = descriptorOf(target);
    if (descriptor === null) throw new LogError(at.line, `${shown(target ?? "")} is no descriptor`);
    if (command.startsWith("F_DUPFD")) return this.dup(at, call);
    if (command === "F_SETFD" && errorOfCall(call) === null)
      return this.tables.closeOnExec(call.pid, descriptor.number, argument.includes("FD_CLOEXEC"));
    if (command !== "F_SETLEASE" && command !== "F_GETLEASE")
      return this.skip(`calls of fcntl with ${shown(command, 20)}`);
    const result = resultOf(command, call.result);
    if (result !== null && typeof result === "object") return this.skip(`${command} that fails with ${result.outside}`);
    const description = this.tables.find(call.pid, descriptor.number, descriptor.path);
    if (description === null) {
      const file = this.file(this.names.inode(descriptor.path ?? `descriptor ${descriptor.number} of ${call.pid}`));
      file.leased = true;
      if (this.passed.has(`${this.tables.groupOf(call.pid)} ${descriptor.number}`))
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
    const file = this.file(description.inode);
    if (command === "F_SETLEASE") file.leased = true;
    if (asked.action === "set lease" && result !== "EAGAIN") {
      const before = this.leasedThrough.get(descriptor.number) ?? [];
      this.leasedThrough.set(descriptor.number, [{ description, pid: call.pid }, ...before].slice(0, 8));
    }
    const begun = file.begins(at, call.pid, asked, { result, text: textOf(call) });
    if (result !== null) this.later(call, (end) => file.ends(end, begun));
  }

  private close(at: At, call: SystemCall) {
    const descriptor = descriptorOf(call.arguments[0]);
    if (descriptor === null || errorOfCall(call) === "EBADF") return this.skip("closes of no descriptor");
    this.tables.find(call.pid, descriptor.number, descriptor.path);
    const end = this.drop(at, call.pid, descriptor.number, textOf(call));
    if (end === null) this.skip("closes of descriptors that the log does not show opened");
    else if (call.result !== null && call.result !== "?") this.later(call, end);
  }

  private closeRange(at: At, call: SystemCall) {
    const [first, last] = call.arguments.map(Number);
    if (errorOfCall(call) !== null || (call.arguments[2] ?? "").includes("CLOEXEC"))
      return this.skip("calls of close_range that close nothing");
    for (const number of this.tables.numbers(call.pid))
      if (number >= (first ?? 0) && !(number > (last ?? 0)))
        this.drop(at, call.pid, number, textOf(call))?.({ line: at.line, time: at.time });
  }

  /** A descriptor goes. Returns what to do when it is gone; `null` when there was none. */
  private drop(at: At, pid: number, number: number, text: string): ((end: At) => void) | null {
    const removed = this.tables.remove(pid, number);
    if (removed === null) return null;
    const { description, left } = removed;
    const file = this.file(description.inode);
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
  private reused(at: At, pid: number, number: number) {
    const removed = this.tables.remove(pid, number);
    if (removed === null) return;
    this.skip("closes that the log shows only by the descriptor's coming back");
    const { description, left } = removed;
    const file = this.file(description.inode);
    if (left === 0) file.closed(at, pid, description.number);
    if (description.held.size === 0) file.forget();
  }

  private dup(at: At, call: SystemCall) {
    const from = descriptorOf(call.arguments[0]);
    const to = descriptorOf(call.result ?? undefined);
    if (from === null || to === null || from.number === to.number) return this.skip("dups that make no descriptor");
    const description = this.tables.find(call.pid, from.number, from.path);
    if (description === null) return this.skip("dups of descriptors that the log does not show opened");
    const file = this.file(description.inode);
    const replaced = this.drop(at, call.pid, to.number, textOf(call));
    replaced?.(at);
    const keeps = call.name === "dup3" ? call.arguments[2] : call.arguments[1];
    const count = this.tables.add(call.pid, to.number, description, to.path ?? from.path, /CLOEXEC/.test(keeps ?? ""));
    if (count !== 2) return;
    const begun = file.begins(
      at,
      call.pid,
      { action: "dup", parameters: {}, description: description.number },
      { result: "ok", text: textOf(call) },
    );
    this.later(call, (end) => file.ends(end, begun));
  }

  private signal(at: At, pid: number, info: string) {
    const number = breakSignal(info);
    if (number === null) return this.skip("signals that name no lease");
    const all = this.leasedThrough.get(number) ?? [];
    const group = this.tables.groupOf(pid);
    const own = all.filter((one) => this.tables.groupOf(one.pid) === group);
    const named = (own.length > 0 ? own : all).map(({ description }) => description);
    const inode = named[0]?.inode;
    if (inode === undefined) return this.skip("break signals for leases that the log does not show");
    const descriptions = named.filter((one) => one.inode === inode).map((one) => one.number);
    this.file(inode).signal(at, pid, [...new Set(descriptions)]);
  }

  private file(inode: number): FileLog {
    const known = this.files.get(inode);
    if (known !== undefined) return known;
    const file = new FileLog(this.names.nameOf(inode));
    this.files.set(inode, file);
    return file;
  }

  private later(call: SystemCall, then: (end: At) => void) {
    this.pending.set(call, (end) => then({ line: end.line, time: end.time }));
  }

  private skip(what: string) {
    this.skipped.set(what, (this.skipped.get(what) ?? 0) + 1);
  }
}

const textOf = ({ pid, name, arguments: given, result }: SystemCall): string =>
  shown(`${pid} ${name}(${given.join(", ")}) = ${result ?? "…"}`);

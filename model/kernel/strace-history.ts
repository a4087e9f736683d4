/** From the events of an strace log to the histories of the files that were leased. */
import type { Tables } from "./descriptors.js";
import { type At, FileLog } from "./file-log.js";
import type { Histories } from "./history.js";
import type { StraceEvent, StraceLog } from "./strace.js";
import { descriptorOf, pathOf } from "./strace-arguments.js";
import { errorOfCall, FORKS, NAMING, openFlags, resultOf } from "./strace-calls.js";
import { DescriptorCalls } from "./strace-descriptors.js";
import { LeaseCalls } from "./strace-leases.js";
import { FileNames } from "./strace-names.js";
import { Processes } from "./strace-processes.js";
import { type StraceReading, textOf } from "./strace-reading.js";
import type { SystemCall } from "./system-call.js";

/** The histories of the files on which the log shows F_SETLEASE. @throws LogError for a log that contradicts itself */
export function straceHistories(log: StraceLog): Histories {
  const reader = new Reader(log);
  return reader.histories();
}

class Reader implements StraceReading {
  readonly names = new FileNames(() => this.tables);
  private readonly processes: Processes;
  private readonly files = new Map<number, FileLog>();
  private readonly skipped = new Map<string, number>();
  private readonly calls = new Set<string>();
  /** What to do when a call returns. */
  private readonly pending = new Map<SystemCall, (at: At) => void>();
  private readonly descriptors = new DescriptorCalls(this);
  private readonly leases = new LeaseCalls(this, this.descriptors);

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

  get tables(): Tables {
    return this.processes.tables;
  }

  private read(event: StraceEvent) {
    switch (event.kind) {
      case "enters":
        return this.enters(event, event.call);
      case "leaves":
        if (event.call.name === "rt_sigtimedwait") this.leases.signal(event, event.pid, event.call.arguments.join());
        this.pending.get(event.call)?.(event);
        this.pending.delete(event.call);
        return;
      case "signal":
        return this.leases.signal(event, event.pid, event.info);
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
        return this.descriptors.close(at, call);
      case "close_range":
        return this.descriptors.closeRange(at, call);
      case "fcntl":
      case "fcntl64":
        return this.leases.fcntl(at, call);
      case "dup":
      case "dup2":
      case "dup3":
        return this.descriptors.dup(at, call);
      case "execve":
      case "execveat":
        if (errorOfCall(call) !== null) return;
        return this.later(call, (end) => {
          for (const number of this.tables.closedByExec(pid))
            this.descriptors.drop(end, pid, number, "closed by execve")?.(end);
        });
      case "recvmsg":
      case "recvmmsg":
      case "pidfd_getfd":
        return this.later(call, () => this.leases.receive(call));
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
      this.descriptors.reused(end, call.pid, made.number);
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

  file(inode: number): FileLog {
    const known = this.files.get(inode);
    if (known !== undefined) return known;
    const file = new FileLog(this.names.nameOf(inode));
    this.files.set(inode, file);
    return file;
  }

  later(call: SystemCall, then: (end: At) => void): void {
    this.pending.set(call, (end) => then({ line: end.line, time: end.time }));
  }

  skip(what: string): void {
    this.skipped.set(what, (this.skipped.get(what) ?? 0) + 1);
  }
}

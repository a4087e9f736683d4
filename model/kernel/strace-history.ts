/** From the events of an strace log to the histories of the files that were leased. */
import { type Description, Names, Tables } from "./descriptors.js";
import { type At, FileLog } from "./file-log.js";
import type { Asked, Histories } from "./history.js";
import { LogError, shown } from "./log-error.js";
import type { StraceEvent, SystemCall } from "./strace.js";
import { descriptorOf, pathOf } from "./strace-arguments.js";
import { breakSignal, leaseTypes, openFlags, resultOf } from "./strace-calls.js";

const FORKS = new Set(["fork", "vfork", "clone", "clone3"]);

/** The histories of the files on which the log shows F_SETLEASE. @throws LogError for a log that contradicts itself */
export function straceHistories(events: readonly StraceEvent[]): Histories {
  const reader = new Reader(events);
  return reader.histories();
}

class Reader {
  private readonly names = new Names();
  private readonly tables: Tables;
  /** Whether the log shows how threads come to be. */
  private readonly recorded: boolean;
  private readonly files: FileLog[] = [];
  private readonly skipped = new Map<string, number>();
  private readonly calls = new Set<string>();
  /** What to do when a call returns. */
  private readonly pending = new Map<SystemCall, (at: At) => void>();
  /** Threads that the log shows come to be, and the call that makes them. */
  private readonly births = new Map<number, SystemCall>();
  /** Descriptions by the descriptor that a lease was set through. */
  private readonly leasedThrough = new Map<number, Description>();

  constructor(private readonly events: readonly StraceEvent[]) {
    for (const event of events) {
      if (event.kind !== "enters") continue;
      this.calls.add(event.call.name);
      const child = descriptorOf(event.call.result ?? undefined)?.number;
      if (FORKS.has(event.call.name) && child !== undefined && child > 0) this.births.set(child, event.call);
    }
    this.recorded = this.births.size > 0;
    this.tables = new Tables(this.recorded);
  }

  histories(): Histories {
    const last = lastActs(this.events);
    for (const [index, event] of this.events.entries()) {
      this.born(event.pid, event);
      this.read(event);
      if (last.has(index)) for (const file of this.files) file?.exiting(event, event.pid);
    }
    let elsewhere = 0;
    for (const file of this.files) if (file !== undefined && !file.leased) elsewhere += file.size;
    if (elsewhere > 0) this.skipped.set("events of files that nobody leases", elsewhere);
    return {
      histories: this.files
        .filter((file) => file?.leased === true)
        .map((file) => file.history((pid) => this.tables.groupOf(pid))),
      skipped: this.skipped,
      complete: [
        `calls of the threads shown: ${[...this.calls].sort().join(", ")}`,
        ...(this.recorded ? ["the coming of processes and threads"] : []),
      ],
      unrecorded: [
        ...(this.recorded ? [] : ["the coming of threads: whose one is, is taken from the descriptors it uses"]),
        ...(this.calls.has("close") ? [] : ["the closing of descriptors"]),
      ],
    };
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
      case "exits":
    }
  }

  private enters(at: At, call: SystemCall) {
    const { name, arguments: given, pid } = call;
    switch (name) {
      case "open":
      case "creat":
        return this.open(at, call, undefined, given[0], name === "creat" ? "O_WRONLY|O_CREAT|O_TRUNC" : given[1]);
      case "openat":
        return this.open(at, call, given[0], given[1], given[2]);
      case "truncate":
      case "truncate64":
        return this.truncate(at, call);
      case "close":
        return this.close(at, call);
      case "fcntl":
      case "fcntl64":
        return this.fcntl(at, call);
      case "dup":
      case "dup2":
      case "dup3":
        return this.dup(at, call);
      case "execve":
        return this.later(call, () => {
          for (const number of this.tables.closedByExec(pid)) this.drop(at, pid, number, "closed by execve")?.(at);
        });
      case "rename":
        return this.renamed(call, pathOf(given[0]), pathOf(given[1]), true);
      case "renameat":
      case "renameat2":
        return this.renamed(call, pathOf(given[1], given[0]), pathOf(given[3], given[2]), true);
      case "link":
        return this.renamed(call, pathOf(given[0]), pathOf(given[1]), false);
      case "linkat":
        return this.renamed(call, pathOf(given[1], given[0]), pathOf(given[3], given[2]), false);
      case "unlink":
        return this.unlinked(call, pathOf(given[0]));
      case "unlinkat":
        return this.unlinked(call, pathOf(given[1], given[0]));
      default:
        if (!FORKS.has(name)) this.skip(`calls of ${name}`);
        else
          this.later(call, (end) => {
            const child = descriptorOf(call.result ?? undefined)?.number;
            if (child !== undefined && child > 0) this.born(child, end);
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
    const inode = this.inodeOf(call.pid, pathOf(named, directory), made?.path ?? null);
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
    const inode = this.inodeOf(call.pid, pathOf(call.arguments[0]), null);
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
    if (asked.action === "set lease") this.leasedThrough.set(descriptor.number, description);
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
    const description = this.tables.find(pid, number, null) ?? this.leasedThrough.get(number);
    if (description === undefined) return this.skip("break signals for leases that the log does not show");
    this.file(description.inode).signal(at, pid, description.number);
  }

  /** The thread is there from now on, if the log shows it made and it was not yet. */
  private born(pid: number, at: At) {
    const call = this.births.get(pid);
    if (call === undefined || call.pid === pid) return;
    this.births.delete(pid);
    this.born(call.pid, at);
    const line = { line: at.line, time: at.time };
    if (call.arguments.join().includes("CLONE_THREAD")) {
      this.tables.join(call.pid, pid);
      for (const file of this.files) if (file?.hasArrived(call.pid)) file.arrives(line, "clones", call.pid, pid);
      return;
    }
    const inherited = new Set(this.tables.fork(call.pid, pid).map(({ inode }) => inode));
    for (const inode of inherited) this.file(inode).arrives(line, "forks", call.pid, pid);
  }

  private renamed(call: SystemCall, from: string | null, to: string | null, moves: boolean) {
    if (from === null || to === null || errorOfCall(call) !== null) return;
    this.skip(moves ? "renames (they break no lease)" : "links (they break no lease)");
    this.later(call, () => {
      this.names.link(from, to);
      if (moves) this.names.unlink(from);
    });
  }

  private unlinked(call: SystemCall, path: string | null) {
    if (path === null || errorOfCall(call) !== null) return;
    this.skip("unlinks (they break no lease)");
    this.later(call, () => this.names.unlink(path));
  }

  private inodeOf(pid: number, named: string | null, canonical: string | null): number | null {
    const through = /^\/(?:proc\/(?:self|thread-self)|dev)\/fd\/(\d{1,9})$/.exec(named ?? "")?.[1];
    const description = through === undefined ? null : this.tables.find(pid, Number(through), null);
    if (description !== null) return description.inode;
    if (canonical?.startsWith("/") === true) {
      const inode = this.names.inode(canonical);
      if (named !== null && named !== canonical) this.names.link(canonical, named);
      return inode;
    }
    return named === null ? null : this.names.inode(named);
  }

  private file(inode: number): FileLog {
    this.files[inode] ??= new FileLog(this.names.nameOf(inode));
    return this.files[inode];
  }

  private later(call: SystemCall, then: (end: At) => void) {
    this.pending.set(call, (end) => then({ line: end.line, time: end.time }));
  }

  private skip(what: string) {
    this.skipped.set(what, (this.skipped.get(what) ?? 0) + 1);
  }
}

const errorOfCall = ({ result }: SystemCall): string | null => /^-1 (E[A-Z0-9]+)/.exec(result ?? "")?.[1] ?? null;

const textOf = ({ pid, name, arguments: given, result }: SystemCall): string =>
  shown(`${pid} ${name}(${given.join(", ")}) = ${result ?? "…"}`);

/** For each thread that exits the last event before: from there on it may be on its way out. */
function lastActs(events: readonly StraceEvent[]): Set<number> {
  const latest = new Map<number, number>();
  const found = new Set<number>();
  for (const [index, { kind, pid }] of events.entries()) {
    const before = latest.get(pid);
    if (kind === "exits" && before !== undefined) found.add(before);
    latest.set(pid, index);
  }
  return found;
}

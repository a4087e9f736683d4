/** An instance of the tracing file system of our own, which records the events about leases and disturbs nobody else. */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { leaseEvents } from "../ftrace.js";

const PLACES = ["/sys/kernel/tracing", "/sys/kernel/debug/tracing"];
const PREFIX = "leasecheck-";
/** For each processor: some hundred thousand events. */
const BUFFER = 16_384;

/** The folder in which instances are made, or in words why none can be. */
export function tracingInstances(): { readonly folder: string } | { readonly why: string } {
  for (const place of PLACES) {
    const folder = join(place, "instances");
    try {
      readdirSync(folder);
      return { folder };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EACCES" || code === "EPERM") return { why: `${place} may be read by root only` };
    }
  }
  return { why: "the tracing file system is not mounted (mount -t tracefs nodev /sys/kernel/tracing)" };
}

/** A new name in a folder of instances. */
export const instanceName = (folder: string): string =>
  join(folder, `${PREFIX}${process.pid}-${Date.now().toString(36)}`);

/** Removes the instances of recordings that were killed with their guard. One in use is busy, and stays. */
export function removeStale(folder: string): void {
  for (const name of readdirSync(folder)) if (name.startsWith(PREFIX)) removeIfIdle(join(folder, name));
}

function removeIfIdle(instance: string): void {
  try {
    rmdirSync(instance);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "EBUSY" && code !== "ENOENT") throw error;
  }
}

/** Records from the moment it is made. */
export class Tracing {
  private readonly held: number;

  /** @throws Error when the operating system refuses */
  constructor(readonly instance: string) {
    mkdirSync(instance);
    // An instance with an open file cannot be removed: by this others know that it is in use.
    this.held = openSync(join(instance, "trace_clock"), "r");
    this.set("trace_clock", "mono");
    this.set("options/record-tgid", "1");
    this.set("buffer_size_kb", String(BUFFER));
    const known = leaseEvents.filter((name) => existsSync(join(instance, "events/filelock", name)));
    if (known.length === 0) throw new Error("this kernel has no events about leases");
    for (const name of known) writeFileSync(join(instance, "events/filelock", name, "enable"), "1");
  }

  /** Stops, and writes what was recorded to a file. */
  save(path: string): void {
    writeFileSync(join(this.instance, "tracing_on"), "0");
    // Files of tracefs say that they are empty: they are copied by reading them to their end.
    writeFileSync(path, readFileSync(join(this.instance, "trace")));
  }

  /** Removes the instance. */
  remove(): void {
    closeSync(this.held);
    removeIfIdle(this.instance);
  }

  /** What a kernel does not have it does without. */
  private set(name: string, value: string): void {
    try {
      writeFileSync(join(this.instance, name), value);
    } catch {}
  }
}

/** Runs a program and watches what it takes: wall time, processor time, memory. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";

/** A program that ended, and what it took. */
export interface Watched {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** From start to end, in seconds. */
  readonly wall: number;
  /** Processor seconds of the program and its children; `null` where the system does not say (only Linux does). */
  readonly processor: number | null;
  /** Most resident memory of the program and its children together, shared memory counted once, in bytes. */
  readonly peak: number | null;
  /** The share of all processor time meanwhile that went to others than the program, 0 to 1: was the machine quiet? */
  readonly others: number | null;
}

const MILLISECONDS_BETWEEN_LOOKS = 20;
/** Every contestant may use huge pages where the system gives them on request, as README advises for large searches. */
const HUGE_PAGES = { GLIBC_TUNABLES: "glibc.malloc.hugetlb=1" };
const TICKS_A_SECOND = 100;

/** Runs a program to its end. @throws Error when it cannot be started */
export function watch(command: string, args: readonly string[], cwd?: string): Promise<Watched> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const busyBefore = busySeconds();
    const child = spawn(command, args, {
      cwd,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...HUGE_PAGES },
    });
    const spent = new Map<number, number>();
    let peak: number | null = null;
    let stdout = "";
    let stderr = "";
    const look = (): void => {
      const now = child.pid === undefined ? [] : family(child.pid).flatMap((pid) => usage(pid) ?? []);
      if (now.length === 0) return;
      for (const { pid, seconds } of now) spent.set(pid, seconds);
      const own = now.reduce((sum, { unshared }) => sum + unshared, 0);
      peak = Math.max(peak ?? 0, own + Math.max(...now.map(({ shared }) => shared)));
    };
    const timer = setInterval(look, MILLISECONDS_BETWEEN_LOOKS);
    child.stdout.on("data", (data: Buffer) => {
      stdout += data;
    });
    child.stderr.on("data", (data: Buffer) => {
      stderr += data;
    });
    child.on("error", (error) => {
      clearInterval(timer);
      reject(error);
    });
    child.on("close", (status) => {
      clearInterval(timer);
      const wall = (performance.now() - started) / 1000;
      const processor = spent.size === 0 ? null : [...spent.values()].reduce((sum, seconds) => sum + seconds, 0);
      const busyAfter = busySeconds();
      const others =
        processor === null || busyBefore === null || busyAfter === null
          ? null
          : Math.min(1, Math.max(0, (busyAfter - busyBefore - processor) / (wall * cpus().length)));
      resolve({ status, stdout, stderr, wall, processor, peak, others });
    });
  });
}

/** A process and its descendants. */
function family(pid: number): number[] {
  const children = textOf(`/proc/${pid}/task/${pid}/children`)?.trim().split(/\s+/).filter(Boolean).map(Number) ?? [];
  return [pid, ...children.flatMap(family)];
}

function usage(pid: number): { pid: number; seconds: number; unshared: number; shared: number } | null {
  const status = textOf(`/proc/${pid}/status`);
  const stat = textOf(`/proc/${pid}/stat`);
  if (status === null || stat === null) return null;
  // The name of the program, in parentheses, may hold spaces: utime and stime are counted from behind it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const bytes = (key: string): number => Number(new RegExp(`^${key}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? 0) * 1024;
  return {
    pid,
    seconds: (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND,
    unshared: bytes("RssAnon") + bytes("RssFile"),
    shared: bytes("RssShmem"),
  };
}

/** Processor seconds that the machine has spent on anything, and that were taken from it, since it started. */
function busySeconds(): number | null {
  const line = textOf("/proc/stat")?.split("\n")[0];
  if (line === undefined) return null;
  const [user, nice, system, , , interrupts, softInterrupts, stolen] = line.trim().split(/\s+/).slice(1).map(Number);
  return (user + nice + system + interrupts + softInterrupts + stolen) / TICKS_A_SECOND;
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

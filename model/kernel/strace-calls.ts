/** What the system calls of an strace log mean for leases. */
import type { Result } from "../outcome.js";
import type { AccessMode, LeaseType } from "../state.js";
import type { Asked } from "./history.js";
import { errorOf } from "./strace-arguments.js";
import type { SystemCall } from "./system-call.js";

/** Calls that make processes and threads. */
export const FORKS: ReadonlySet<string> = new Set(["fork", "vfork", "clone", "clone3"]);
/** The process or thread that a call has made; `null` for other calls, and while it has not returned. */
export function madeBy({ name, result }: SystemCall): number | null {
  const child = FORKS.has(name) ? Number(/^(\d{1,9})(?:<.*>)?$/.exec(result ?? "")?.[1] ?? 0) : 0;
  return child > 0 ? child : null;
}

/** Calls that change names. */
export const NAMING: ReadonlySet<string> = new Set([
  "rename",
  "renameat",
  "renameat2",
  "link",
  "linkat",
  "unlink",
  "unlinkat",
]);
/** Calls by which descriptors come from other processes. */
const PASSING = ["recvmsg", "recvmmsg", "pidfd_getfd"];
/** All calls that tell something about leases, descriptors, names or processes; others are counted and left out. */
export const FOLLOWED: ReadonlySet<string> = new Set([
  ...["open", "creat", "openat", "openat2", "truncate", "truncate64", "close", "close_range"],
  ...["fcntl", "fcntl64", "dup", "dup2", "dup3", "execve", "execveat", "rt_sigtimedwait"],
  ...["exit", "exit_group", ...FORKS, ...NAMING, ...PASSING],
]);

/** The error of a call that failed. */
export const errorOfCall = ({ result }: SystemCall): string | null =>
  /^-1 (E[A-Z0-9]+)/.exec(result ?? "")?.[1] ?? null;

/** The descriptors that a call took over from another process. */
export function passedBy({ name, arguments: given, result }: SystemCall): number[] {
  if (name === "pidfd_getfd") return [...(result ?? "").matchAll(/^(\d{1,9})/g)].map(([, fd]) => Number(fd));
  return [...given.join().matchAll(/SCM_RIGHTS, cmsg_data=\[([^\]]*)\]/g)].flatMap(([, list = ""]) =>
    [...list.matchAll(/(?:^|, ?)(\d{1,9})/g)].map(([, fd]) => Number(fd)),
  );
}

/** How an open goes about leases, from its flags. An open for writing that truncates breaks leases once, as a writer. */
export function openFlags(flags: string): (Asked & { readonly action: "open" })["parameters"] {
  const set = new Set(flags.split("|"));
  const access: AccessMode = set.has("O_PATH")
    ? "path"
    : set.has("O_RDWR")
      ? "read-write"
      : set.has("O_WRONLY")
        ? "write"
        : "read";
  return {
    access,
    truncating: access === "read" && set.has("O_TRUNC"),
    blocking: access === "path" || !(set.has("O_NONBLOCK") || set.has("O_NDELAY")),
  };
}

/** What a lease type is called. */
export const leaseTypes: ReadonlyMap<string, LeaseType> = new Map([
  ["F_RDLCK", "read"],
  ["F_WRLCK", "write"],
]);

/**
 * The result of a call in terms of the model: `null` for one that never came back, and the error's name for one that the
 * lease code has no part in.
 */
export function resultOf(name: string, result: string | null): Result | null | { readonly outside: string } {
  if (result === null || result === "?") return null;
  const error = errorOf(result);
  if (error === "EAGAIN" || error === "EWOULDBLOCK") return "EAGAIN";
  if (error === "EINTR" || error?.startsWith("ERESTART") === true) return "EINTR";
  if (error !== null) return { outside: error };
  if (name !== "F_GETLEASE") return "ok";
  if (/F_UNLCK|^0x2$|^2$/.test(result)) return "unlock";
  if (/F_WRLCK|^0x1$|^1$/.test(result)) return "write";
  return /^0\b/.test(result) ? "read" : { outside: "an answer that is no lease type" };
}

/** Descriptor of a break signal: `si_code` POLL_MSG with what F_SETLEASE was called with; `null` for any other signal. */
export function breakSignal(info: string): number | null {
  if (!/\bsi_code=(?:0x3|POLL_MSG)\b/.test(info)) return null;
  const fd = /\bsi_fd=(\d{1,9})\b/.exec(info) ?? /\bsi_int=(\d{1,9})\b/.exec(info);
  return fd === null ? null : Number(fd[1]);
}

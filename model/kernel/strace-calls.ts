/** What the system calls of an strace log mean for leases. */
import type { Result } from "../outcome.js";
import type { AccessMode, LeaseType } from "../state.js";
import type { Asked } from "./history.js";
import { errorOf } from "./strace-arguments.js";

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

/**
 * Telling the holder: fs/locks.c lease_break_callback, fs/fcntl.c send_sigio. The signal is addressed to the thread that
 * set the lease, and taken by any thread of its process that does not block it.
 */
import type { Draft, GroupId, Lease, State } from "../state.js";
import { groupOf, isAlive } from "../tasks.js";
import { possesses } from "../vfs/references.js";

/**
 * Whether a break signal for the lease reaches the process. While the thread that set the lease lives (or is a zombie
 * leader), that is its process. When it has exited the signal is lost (B17); mended, it goes to the process that set the
 * lease. When that has exited as well it is lost too (E9); mended, it goes to every process that holds the lease.
 */
export function signalReaches(s: State, lease: Lease, group: GroupId): boolean {
  if (lease.owner !== null) return groupOf(s, lease.owner) === group;
  const { B17, E9 } = s.constants.faults;
  if (isAlive(s, lease.tgid)) return !B17 && lease.tgid === group;
  return !E9 && possesses(s, group, lease.file);
}

/** Whether a break signal for the lease reaches anybody. */
export const isHeard = (s: State, lease: Lease): boolean => s.groups.some((_, group) => signalReaches(s, lease, group));

/** Sends the break signal. Only scopes that follow signals remember it. */
export function notify(draft: Draft, lease: Lease): void {
  const { signals } = draft.constants.options;
  if (signals === "any" || signals === "ignored") return;
  draft.groups.forEach((process, group) => {
    if (signalReaches(draft, lease, group)) process.signalled = 1;
  });
}

/** What a design decides: who counts as "the same", for leases set by user space and for the server's delegations. */
import type { Design } from "../../src/machine/scenario.js";

/** A rule for whose conflicts do not count. The lease code itself is that of 6.18 under every design. */
export interface LeaseDesign extends Design {
  /**
   * Whose leases an operation may pass without breaking them, as far as leases set by user space go: *nobody's*, or those
   * whose recorded thread group (`flc_pid`) is the operation's own (`current->tgid`): all of them, or those only that ask
   * for it by a flag of the call that sets them.
   */
  readonly exempt: "nobody" | "the recorded thread group" | "the recorded thread group, where the lease asks";
}

/** What the server's own check looks at: the delegations of the file (`fi_delegations`), or its list of leases. */
export type LooksAt = "nothing" | "hashed delegations" | "listed leases";
/**
 * What excludes new grants from the server's own check on: nothing; i_rwsem of the file, where the operation takes it (a
 * grant only tries to take it); or a lock of the server's own, for one time or another.
 */
export type Locked = "not at all" | "by i_rwsem" | "until the VFS call returns" | "until the effect is visible";

/** How the VFS and the server tell a client's own conflicts from those of others. */
export interface DelegationRules {
  /**
   * Whose delegations an operation passes in the VFS, under flc_lock: *nobody's*; those *of the request's client*, which
   * the lease manager finds by the running thread; those *of the thread group*, which is every delegation for a thread of
   * the server; those *of the client named* by an argument, by a field of the task or by a key.
   */
  readonly passes:
    | "nobody's"
    | "those of the request's client"
    | "those of the thread group"
    | "those of the client named";
  /** How the client is named, where it is. */
  readonly naming: "by nothing" | "by an argument" | "by a field of the task" | "by a key";
  /** Whether the server looks at its own delegations before it calls the VFS, and recalls those of other clients. */
  readonly looksAt: LooksAt;
  readonly locked: Locked;
}

/** A design for delegations. */
export interface DelegationDesign extends Design {
  readonly delegations: DelegationRules;
}

/** Faults that Linux 6.18 has: present in every design unless `--mend` removes them. */
import type { Fault } from "../../src/machine/scenario.js";

/** A deadline that outlives its reason. */
export const B16 = {
  name: "B16",
  kind: "live",
  says:
    "The deadline of a downgrade is never cleared: a write lease that was downgraded and taken up again is downgraded once more, " +
    "unannounced, when the old deadline has passed. Mended by clearing it in every change to F_RDLCK, the forced one included.",
  source: "fs/locks.c lease_modify and time_out_leases; observed on 6.18.44",
} as const satisfies Fault;

/** A signal to a thread that has exited. */
export const B17 = {
  name: "B17",
  kind: "live",
  says:
    "The break signal is addressed to the thread that set the lease: when that thread has exited, nobody is told, though its " +
    "process lives and holds the lease. Mended by telling any live thread of that process.",
  source: "fs/locks.c lease_setup, fs/fcntl.c __f_setown and send_sigio; observed on 6.18.44",
} as const satisfies Fault;

/** A truncation that asks as a reader. */
export const B18 = {
  name: "B18",
  kind: "live",
  says:
    "open with O_RDONLY|O_TRUNC breaks leases as a reader does and then truncates the file: holders of read leases are not asked. " +
    "Mended by breaking as a writer does, and by counting as one until the truncation is done.",
  source: "fs/open.c do_dentry_open and fs/namei.c handle_truncate, 6.12–6.18; observed on 6.18.44",
} as const satisfies Fault;

/** A lease that outlives its process. */
export const E9 = {
  name: "E9",
  kind: "live",
  says:
    "After a fork and the exit of the process that set the lease nobody is told of a break, though the child holds the lease. " +
    "Mended by telling a process that has a descriptor of the lease's open file description.",
  source: "fs/fcntl.c send_sigio, fs/locks.c locks_remove_file; observed on 6.18.44",
} as const satisfies Fault;

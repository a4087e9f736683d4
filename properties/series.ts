/** What only the whole series can show: leases against the thread groups that own them. */
import { isAlive } from "../model/kthreads/wake.js";
import { always, type ClientId, type FileId, never, type State, type TaskId } from "../model/series/state.js";

const SERIES = "[PATCH 0/7] Eliminate delegation self-conflicts, J. Bruce Fields, 8 February 2019";

/** Whether some listed lease, with the thread group that it records, passes a test. */
const someLease = (s: State, test: (tgid: TaskId | null, file: FileId, holder: ClientId) => boolean): boolean =>
  s.files.some(({ leases }, file) => leases.some(({ holder }) => test(s.owners[file].tgids.at(holder), file, holder)));

/** The identity is that of all threads that serve. */
export const leasesRecordTheirServer = always("leases-record-their-server", {
  says:
    "Every thread that serves is in the thread group that each listed lease of the server records: whoever set it, all threads " +
    "pass it.",
  source: `${SERIES}, patches 6 and 7; deduced`,
  violatedBy: ["P4"],
  exercisedWhen: (s) => someLease(s, () => true),
  state: (s) => !someLease(s, (tgid) => s.workers.some(({ task }) => task !== null && s.tasks[task].tgid !== tgid)),
});

/** No lease without an owner. */
export const leasesEndWithTheirGroup = never("leases-end-with-their-group", {
  says: "No lease is listed whose recorded thread group has no thread any more: nobody would pass it, and nobody give it up.",
  source: `${SERIES}, patches 6 and 7; fs/nfsd/nfssvc.c nfsd_last_thread, 5.0; deduced`,
  violatedBy: ["I7", "P4"],
  exercisedWhen: (s) => someLease(s, () => true),
  state: (s) =>
    someLease(s, (tgid) => tgid === null || s.tasks.every((task, n) => task.tgid !== tgid || !isAlive(s, n))),
});

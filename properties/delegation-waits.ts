/** Operations that conflicts hold up: for a reason. */
import { typesConflict } from "../model/leases/pending.js";
import { clientOf } from "../model/nfsd/identity.js";
import { breakMode } from "../model/nfsd/operations.js";
import { always } from "../model/nfsd/state.js";
import { breakDelegations } from "../model/nfsd/vfs.js";

/** No refusal without a conflict. */
export const onlyOthersRefuse = always("only-conflicts-refuse", {
  says:
    "The VFS holds an operation of a client up only while a lease of another client, or of one that the compound does not name, " +
    "stands that conflicts with it by its type.",
  source: "RFC 7530 §10.4 (R7), §10.2 (R17); fs/locks.c leases_conflict",
  violatedBy: ["linux-5.0", "D1"],
  on: [breakDelegations],
  applies: ({ rules }) => rules.passes !== "those of the thread group",
  exercisedWhen: (_before, { thread }, after) => {
    const { at } = after.threads[thread];
    return at === "to refuse" || at === "waiting";
  },
  step: (before, { thread }, after) => {
    const { at } = after.threads[thread];
    if (at !== "to refuse" && at !== "waiting") return true;
    const { file, target, operation } = before.threads[thread];
    const client = clientOf(before, thread);
    return [file, target].some(
      (one) =>
        one !== null &&
        after.files[one].leases.some(
          ({ holder, type }) => holder !== client && typesConflict(type, breakMode(operation)),
        ),
    );
  },
});

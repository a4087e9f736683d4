/** A helper outside the server's threads: the task that does an asynchronous COPY, and strips set-id bits of its target. */
import { change } from "../clients/belief.js";
import { nameHelper, unnameHelper } from "./identity.js";
import { breakLeases, inodeIsLocked } from "./leases.js";
import { action, clientId, type Draft, fileId, known } from "./state.js";
import { isActive, isThreadFree } from "./threads.js";

function finish(draft: Draft): void {
  draft.helper.at = "idle";
  draft.helper.client = null;
  draft.helper.file = null;
  unnameHelper(draft);
}

/** COPY with an open stateid for writing: the helper takes it over, and the thread is free. */
export const startCopy = action("COPY", {
  parameters: { client: clientId, file: fileId },
  atomicUnder: "async_lock",
  source: "fs/nfsd/nfs4proc.c nfsd4_copy and nfsd4_do_async_copy, 6.12",
  when: ({ options }) => options.helpers,
  enabled: (s, { client, file }) =>
    s.helper.at === "idle" &&
    isActive(s, client) &&
    s.clients[client].left > 0 &&
    isThreadFree(s) &&
    s.files[file].writes.at(client),
  effect: (draft, { client, file }) => {
    draft.clients[client].left--;
    draft.helper.client = client;
    draft.helper.file = file;
    draft.helper.at = "to break";
    nameHelper(draft);
  },
});

/** The copy is about to strip the set-id bits of its target. It does not block; when refused, the copy fails. */
export const helperBreak = action("helper breaks", {
  atomicUnder: "flc_lock, inside i_rwsem",
  source: "fs/inode.c file_remove_privs, fs/attr.c notify_change with no delegated inode, 6.12",
  when: ({ options }) => options.helpers,
  enabled: (s) => s.helper.at === "to break" && !inodeIsLocked(s, known(s.helper.file), null),
  effect: (draft) => {
    const { file, client } = draft.helper;
    if (!breakLeases(draft, known(file), "helper", "write")) {
      draft.helper.at = "to apply";
      return;
    }
    draft.clients[known(client)].left++;
    finish(draft);
  },
});

/** The bits are gone, and the data are there. */
export const helperApply = action("helper acts", {
  atomicUnder: "i_rwsem",
  source: "fs/attr.c notify_change, fs/read_write.c vfs_copy_file_range, 6.12",
  when: ({ options }) => options.helpers,
  enabled: (s) => s.helper.at === "to apply",
  effect: (draft) => {
    change(draft, known(draft.helper.file), draft.helper.client);
    finish(draft);
  },
});

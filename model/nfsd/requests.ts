/** Requests: a client sends a compound, and a thread of the server takes it. */
import { oneOf } from "../../src/schema/schema.js";
import { change, read } from "../clients/belief.js";
import type { Options } from "./constants.js";
import {
  action,
  type ClientId,
  clientId,
  type Draft,
  type FileId,
  fileId,
  type Operation,
  type State,
} from "./state.js";
import { isActive, isThreadFree, takeRequest } from "./threads.js";

const hasLeft = (s: State, client: ClientId): boolean => s.clients[client].left > 0 && isActive(s, client);

/** Whether an OPEN of the client is under way on the file: the open stateid's mutex lets one in at a time. */
const isOpening = (s: State, client: ClientId, file: FileId): boolean =>
  s.threads.some((thread) => thread.client === client && thread.file === file && thread.operation.startsWith("open"));

function spend(draft: Draft, client: ClientId): void {
  draft.clients[client].left--;
}

/** Opens that a scope has. */
function opens(options: Options, access: "read" | "write" | "both", wants: boolean): boolean {
  if (access === "both") return options.writeDelegations || options.openBoth;
  if (access === "write") return options.openWrite && !wants;
  // Whoever opens for reading without wanting a delegation matters to write delegations only.
  return wants || options.writeDelegations;
}

/**
 * OPEN. Its access is recorded in the open stateid before the VFS is called, and taken back when that fails; the scope's
 * `publish` turns the order round. Access that the client has already needs nothing from the VFS.
 */
export const open = action("OPEN", {
  parameters: {
    client: clientId,
    file: fileId,
    access: oneOf("read", "write", "both"),
    wants: oneOf("no delegation", "a delegation"),
  },
  atomicUnder: "fi_lock",
  source: "fs/nfsd/nfs4state.c nfsd4_process_open2 and nfs4_get_vfs_file, set_access, 5.0–6.12",
  when: ({ options }, { access, wants }) => opens(options, access, wants === "a delegation"),
  enabled: (s, { client, file, access, wants }) => {
    if (!hasLeft(s, client) || !isThreadFree(s) || isOpening(s, client, file) || s.files[file].nameless === 1)
      return false;
    const reads = s.files[file].reads.at(client);
    const writes = s.files[file].writes.at(client);
    if (access === "both") return !reads && !writes;
    return access === "write" ? !writes : !reads || wants === "a delegation";
  },
  effect: (draft, { client, file, access, wants }) => {
    const self = draft.files[file];
    const has = access === "read" && self.reads.at(client);
    spend(draft, client);
    const thread = takeRequest(draft, client, `open ${access}`, file);
    draft.threads[thread].wants = wants === "a delegation";
    if (has) draft.threads[thread].at = "to allocate";
    else if (draft.constants.options.publish === "before the VFS call")
      publishAccess(draft, client, file, `open ${access}`);
  },
});

/** Records the access of an OPEN in the client's open stateid. */
export function publishAccess(draft: Draft, client: ClientId, file: FileId, operation: Operation): void {
  if (operation !== "open write") draft.files[file].reads.set(client, true);
  if (operation !== "open read") draft.files[file].writes.set(client, true);
}

/** Takes it back. */
export function withdrawAccess(draft: Draft, client: ClientId, file: FileId, operation: Operation): void {
  if (operation !== "open write") draft.files[file].reads.set(client, false);
  if (operation !== "open read") draft.files[file].writes.set(client, false);
}

/** The operations that {@link request} stands for. */
const requested = oneOf("set attributes", "remove", "link", "read", "write", "get attributes");

const inScope = (options: Options, operation: Operation): boolean =>
  (operation === "set attributes" && options.setAttributes) ||
  (operation === "remove" && options.remove) ||
  (operation === "link" && options.link) ||
  (operation === "get attributes" && options.getAttributes) ||
  ((operation === "read" || operation === "write") && options.special);

/** SETATTR, REMOVE, LINK, GETATTR, and READ or WRITE with a special stateid. */
export const request = action("request", {
  parameters: { client: clientId, file: fileId, operation: requested },
  atomicUnder: "nothing: the network; SEQUENCE names the client",
  source: "fs/nfsd/nfs4proc.c nfsd4_proc_compound, 6.12",
  when: ({ options }, { operation }) => inScope(options, operation),
  enabled: (s, { client, file, operation }) => {
    if (!hasLeft(s, client) || !isThreadFree(s)) return false;
    return s.files[file].nameless === 0 || (operation !== "remove" && operation !== "link");
  },
  effect: (draft, { client, file, operation }) => {
    spend(draft, client);
    takeRequest(draft, client, operation, file);
  },
});

/** RENAME over another file; where source and target are the same, to a name that is free. */
export const rename = action("RENAME", {
  parameters: { client: clientId, file: fileId, target: fileId },
  atomicUnder: "nothing: the network; SEQUENCE names the client",
  source: "fs/nfsd/vfs.c nfsd_rename, 6.12",
  when: ({ options }) => options.rename,
  enabled: (s, { client, file, target }) =>
    hasLeft(s, client) && isThreadFree(s) && s.files[file].nameless === 0 && s.files[target].nameless === 0,
  effect: (draft, { client, file, target }) => {
    spend(draft, client);
    const thread = takeRequest(draft, client, "rename", file);
    if (target !== file) draft.threads[thread].target = target;
  },
});

/** WRITE with an open stateid: it goes through the description that OPEN made, and breaks nothing. */
export const writeOpen = action("WRITE", {
  parameters: { client: clientId, file: fileId },
  atomicUnder: "i_rwsem",
  source: "fs/nfsd/nfs4proc.c nfsd4_write with the file of the stateid, 6.12",
  when: ({ options }) => options.openWrite || options.writeDelegations,
  enabled: (s, { client, file }) =>
    hasLeft(s, client) && isThreadFree(s) && s.files[file].writes.at(client) && !isOpening(s, client, file),
  effect: (draft, { client, file }) => {
    spend(draft, client);
    change(draft, file, client);
  },
});

/** READ with an open stateid breaks nothing either. It matters to write delegations only. */
export const readOpen = action("READ", {
  parameters: { client: clientId, file: fileId },
  atomicUnder: "the folio lock",
  source: "fs/nfsd/nfs4proc.c nfsd4_read with the file of the stateid, 6.12",
  when: ({ options }) => options.writeDelegations,
  enabled: (s, { client, file }) =>
    hasLeft(s, client) && isThreadFree(s) && s.files[file].reads.at(client) && !isOpening(s, client, file),
  effect: (draft, { client, file }) => {
    spend(draft, client);
    read(draft, file, client);
  },
});

/** CLOSE. A file that no stateid refers to any more is forgotten, and its conflict with it. */
export const close = action("CLOSE", {
  parameters: { client: clientId, file: fileId },
  atomicUnder: "fi_lock",
  source: "fs/nfsd/nfs4state.c nfsd4_close and put_nfs4_file, 6.12",
  when: ({ options }) => options.close,
  enabled: (s, { client, file }) =>
    isThreadFree(s) &&
    isActive(s, client) &&
    (s.files[file].reads.at(client) || s.files[file].writes.at(client)) &&
    !isOpening(s, client, file),
  effect: (draft, { client, file }) => {
    withdrawAccess(draft, client, file, "open both");
    forget(draft, file);
  },
});

/** Forgets a file that nothing refers to. */
export function forget(draft: Draft, file: FileId): void {
  const self = draft.files[file];
  if (
    self.reads.every((has) => !has) &&
    self.writes.every((has) => !has) &&
    self.delegations.every(({ status }) => status === "none") &&
    draft.threads.every((thread) => thread.file !== file)
  )
    self.hadConflict = false;
}

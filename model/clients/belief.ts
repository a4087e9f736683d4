/**
 * What a client may believe while it holds a delegation: that what it has cached is what the file is, and, with a write
 * delegation, that nobody else looks at the file. It believes so from the reply that grants it until it returns the
 * delegation or the server has revoked it; a recall alone ends nothing.
 */
import { action, type ClientId, clientId, type Delegation, type Draft, type FileId, fileId } from "../nfsd/state.js";

/** Whether the client relies on the delegation. */
export const believes = (delegation: Delegation): boolean => delegation.told && delegation.status === "hashed";

/**
 * Somebody's data or attributes reach the file: what every other client believes about it is wrong from here on.
 * @param by the client whose doing it is; `null` for the local process
 */
export function change(draft: Draft, file: FileId, by: ClientId | null): void {
  draft.files[file].delegations.forEach((delegation, client) => {
    if (client !== by && believes(delegation)) delegation.contradicted = true;
  });
}

/** Somebody reads data from the server: a client with a write delegation may have other data. */
export function read(draft: Draft, file: FileId, by: ClientId | null): void {
  draft.files[file].delegations.forEach((delegation, client) => {
    if (client !== by && believes(delegation) && delegation.type === "write") delegation.contradicted = true;
  });
}

/** The reply that grants the delegation reaches the client. */
export const learn = action("learn of delegation", {
  parameters: { client: clientId, file: fileId },
  atomicUnder: "nothing: the network",
  source: "RFC 7530 §10.4, RFC 8881 §10.4: the delegation is part of the reply to OPEN",
  enabled: (s, { client, file }) => {
    const { status, told } = s.files[file].delegations[client];
    return !told && (status === "hashed" || status === "revoking" || status === "revoked");
  },
  effect: (draft, { client, file }) => {
    draft.files[file].delegations[client].told = true;
  },
});

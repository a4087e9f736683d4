/** Whose delegations a breaker passes: the one place where the designs differ in the VFS (leases_conflict). */
import { changesAttributes, isIdentified } from "./operations.js";
import { type ClientId, type Draft, type FileId, known, type State, type ThreadId } from "./state.js";

/** Who breaks: a thread of the server, the helper, or the process on the server. */
export type Breaker = ThreadId | "helper" | "local process";

/** The client that a thread's compound has named, or `null`. */
export function clientOf(s: State, thread: ThreadId): ClientId | null {
  const { client, operation } = s.threads[thread];
  return client !== null && isIdentified(s, client, operation) ? client : null;
}

/** Whether the breaker passes the delegation of a file that a holder has. */
export function passes(s: State, breaker: Breaker, file: FileId, holder: ClientId): boolean {
  const { rules, faults, groups } = s.constants;
  if (groups !== null && rules.passes === "those of the thread group") return groups.isOwn(s, breaker, file, holder);
  if (breaker === "local process") return faults.B7 && rules.passes === "those of the request's client";
  if (breaker === "helper") return helperPasses(s, holder);
  switch (rules.passes) {
    case "nobody's":
      return false;
    case "those of the request's client":
      return clientOf(s, breaker) === holder;
    case "those of the thread group":
      return !faults.I3 || !changesAttributes(s.threads[breaker].operation);
    case "those of the client named":
      return s.threads[breaker].named === holder;
  }
}

/** The helper is no thread of the server, and in no group of it; only a name that it was given can identify it. */
function helperPasses(s: State, holder: ClientId): boolean {
  const { rules, faults } = s.constants;
  if (rules.passes === "nobody's") return false;
  if (rules.passes === "those of the client named") return s.helper.named === holder;
  return !faults.B35 && s.helper.client === holder;
}

/**
 * The name under which a thread runs an operation, in designs that name clients. An argument is passed by each path anew
 * (D1: SETATTR's does not); a field of the task or a key is set around the operation (D2: and not cleared).
 */
export function nameThread(draft: Draft, thread: ThreadId): void {
  const { rules, faults } = draft.constants;
  if (rules.naming === "by nothing") return;
  const self = draft.threads[thread];
  const client = clientOf(draft, thread);
  if (rules.naming === "by an argument" && faults.D1 && self.operation === "set attributes") self.named = null;
  else if (client !== null || !faults.D2) self.named = client;
}

/** The end of the operation. */
export function unnameThread(draft: Draft, thread: ThreadId): void {
  if (!draft.constants.faults.D2) draft.threads[thread].named = null;
}

/** The name under which the helper runs: its client's; that of its first client with D3, none with D4. */
export function nameHelper(draft: Draft): void {
  const { rules, faults } = draft.constants;
  if (rules.naming === "by nothing" || faults.D4) return;
  if (!faults.D3 || draft.helper.named === null) draft.helper.named = known(draft.helper.client);
}

/** The end of the helper's work. */
export function unnameHelper(draft: Draft): void {
  if (!draft.constants.faults.D3) draft.helper.named = null;
}

/** Whether a thread's operation takes i_rwsem of its file for the break and the change. */
export const takesInodeLock = (s: State, thread: ThreadId): boolean => changesAttributes(s.threads[thread].operation);

/** Threads of the server: they take a request, and are free again when it is answered. */
import { nameThread, unnameThread } from "./identity.js";
import { type ClientId, type Draft, type FileId, known, type Operation, type State, type ThreadId } from "./state.js";

/** Whether a thread is free to take a request. */
export const isThreadFree = (s: State): boolean => s.threads.some(({ at }) => at === "idle");

/** Whether the client has its lease: whatever it sends, it renews that first. */
export const isActive = (s: State, client: ClientId): boolean => s.clients[client].standing === "active";

/** A free thread takes a request. Threads are alike, so that it does not matter which. */
export function takeRequest(draft: Draft, client: ClientId, operation: Operation, file: FileId): ThreadId {
  const thread = known(draft.threads.firstKey(({ at }) => at === "idle"));
  const self = draft.threads[thread];
  self.operation = operation;
  self.client = client;
  self.file = file;
  nameThread(draft, thread);
  // GETATTR asks the holder itself: see getattr.ts.
  const checks = draft.constants.rules.looksAt !== "nothing" && operation !== "get attributes";
  self.at = checks ? "to check" : "to break";
  return thread;
}

/** The thread answers: it lets go of the server's lock and is free. */
export function answer(draft: Draft, thread: ThreadId): void {
  const self = draft.threads[thread];
  letGo(draft, thread);
  unnameThread(draft, thread);
  self.at = "idle";
  self.operation = "none";
  self.client = null;
  self.file = null;
  self.target = null;
  self.wants = false;
  self.waited = false;
}

/** Lets go of the server's lock of the file, if the thread has it. */
export function letGo(draft: Draft, thread: ThreadId): void {
  const { file, target } = draft.threads[thread];
  if (file !== null && draft.files[file].lock === thread) draft.files[file].lock = null;
  if (target !== null && draft.files[target].lock === thread) draft.files[target].lock = null;
}

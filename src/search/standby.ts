/**
 * Helper threads that start before there is a search: a thread, its modules and those of the machine take longer to come
 * by than many a search takes, and the main thread has enough to do meanwhile.
 */
import { Worker } from "node:worker_threads";
import type { MachineSource } from "./machine-source.js";
import type { Assignment, Start } from "./messages.js";

const waiting = new Set<Worker>();

/**
 * Has so many helpers wait for searches to come; those that wait already are among them. They do not keep the process
 * alive.
 * @param beforehand a function that each calls meanwhile, to load what it will need; what comes of it is not looked at
 */
export function standBy(helpers: number, beforehand: MachineSource): void {
  for (const worker of waiting) worker.postMessage({ assignment: null, beforehand } satisfies Start);
  for (let n = waiting.size; n < helpers; n++) {
    const worker = threadWith({ assignment: null, beforehand });
    const leave = (): void => void waiting.delete(worker);
    worker.unref();
    worker.on("error", leave).on("exit", leave);
    waiting.add(worker);
  }
}

/** A thread with an assignment: one that stands by, or a new one. */
export function threadFor(assignment: Assignment): Worker {
  const [worker] = waiting;
  if (worker === undefined) return threadWith({ assignment, beforehand: null });
  waiting.delete(worker);
  worker.ref();
  worker.postMessage({ assignment, beforehand: null } satisfies Start);
  return worker;
}

const threadWith = (start: Start): Worker => new Worker(new URL("./worker.js", import.meta.url), { workerData: start });

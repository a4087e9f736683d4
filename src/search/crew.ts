/** The helper threads of a search: started, told what to do, listened to, and ended. */
import type { Worker } from "node:worker_threads";
import { messageOf } from "../machine/answers.js";
import type { Answer, Assignment, Order } from "./messages.js";
import { threadFor } from "./standby.js";
import type { StoreMemory } from "./store.js";
import type { Counts } from "./tally.js";

/** A helper that ended in the middle of its work. */
export class WorkerDied extends Error {
  override readonly name = "WorkerDied";
}

type Paused = Extract<Answer, { kind: "paused" }>;
type Without<T> = T extends unknown ? Omit<T, "memory"> : never;

/** One helper thread. */
export class Helper {
  private readonly worker: Worker;
  private answered: ((answer: Answer) => void) | null = null;
  private failed: ((error: Error) => void) | null = null;
  private death: WorkerDied | null = null;
  /** What it has been given of the store so far. */
  private slabs = 0;
  private table: SharedArrayBuffer | null = null;
  counts: Counts | null = null;

  constructor(assignment: Assignment) {
    this.worker = threadFor(assignment);
    this.worker.on("message", (answer: Answer) => this.answered?.(answer));
    this.worker.on("error", (error) => this.die(messageOf(error)));
    this.worker.on("exit", (status) => this.die(`it ended with status ${status}`));
  }

  private die(why: string): void {
    this.death ??= new WorkerDied(`a worker died: ${why}`);
    this.failed?.(this.death);
  }

  /** The next answer. @throws WorkerDied */
  hear(): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.death !== null) reject(this.death);
      this.answered = resolve;
      this.failed = reject;
    });
  }

  order(order: Without<Order>, slabs: readonly SharedArrayBuffer[], table: SharedArrayBuffer): Promise<Answer> {
    const memory: StoreMemory = {
      from: this.slabs,
      slabs: slabs.slice(this.slabs),
      table: this.table === table ? null : table,
    };
    this.slabs = slabs.length;
    this.table = table;
    const answer = this.hear();
    this.worker.postMessage({ ...order, memory });
    return answer;
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }
}

/** Whom a crew tells. */
export interface CrewEvents {
  /** A helper can be told to do something. */
  onReady(helper: Helper): void;
  /** Why a helper cannot help. */
  onUnable(why: string): void;
}

/** All helpers of a search. */
export class Crew {
  private readonly all: Helper[] = [];
  private readonly ready: Helper[] = [];
  /** Kept once every helper is ready, or is known not to be able to help. */
  readonly settled: Promise<unknown>;

  /** Starts so many helpers. @param identity of the machine that they are to make */
  constructor(
    identity: string,
    helpers: number,
    assignment: Omit<Assignment, "thread">,
    { onReady, onUnable }: CrewEvents,
  ) {
    const begun: Promise<void>[] = [];
    for (let thread = 1; thread <= helpers; thread++) {
      const helper = new Helper({ ...assignment, thread });
      this.all.push(helper);
      begun.push(
        helper.hear().then(
          (answer) => {
            if (answer.kind === "unable") onUnable(answer.message);
            else if (answer.kind === "ready" && answer.identity !== identity)
              onUnable("the machine that it makes is another one");
            else {
              this.ready.push(helper);
              onReady(helper);
            }
          },
          (error: Error) => onUnable(error.message),
        ),
      );
    }
    this.settled = Promise.all(begun);
  }

  /** The helpers that can be told to do something. */
  get helpers(): readonly Helper[] {
    return this.ready;
  }

  /** What each has counted since the search began. */
  counts(): Counts[] {
    return this.ready.flatMap(({ counts }) => (counts === null ? [] : [counts]));
  }

  /** Ends all threads. */
  async end(): Promise<void> {
    await Promise.all(this.all.map((helper) => helper.end()));
  }
}

/** A helper's share of a level. */
export async function share(
  helper: Helper,
  order: Without<Extract<Order, { kind: "work" }>>,
  slabs: readonly SharedArrayBuffer[],
  table: SharedArrayBuffer,
): Promise<Paused> {
  const answer = await helper.order(order, slabs, table);
  if (answer.kind !== "paused") throw new Error(`a worker answered ${answer.kind}`);
  helper.counts = answer.counts;
  return answer;
}

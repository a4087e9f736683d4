/** A helper thread: makes the machine, then does its share of each level as it is told. */
import { parentPort, workerData } from "node:worker_threads";
import { messageOf } from "../machine/answers.js";
import type { Machine } from "../machine/machine.js";
import { called, identityOf, machineFrom } from "./machine-source.js";
import type { Answer, Assignment, Order, Start } from "./messages.js";
import { reductionOf } from "./reduction.js";
import { Searcher } from "./searcher.js";

const { source, control, thread, symmetry, fingerprints, lessons } = await assigned();
const answer = (what: Answer): void => parentPort?.postMessage(what);

let machine: Machine | null = null;
try {
  machine = await machineFrom(source);
} catch (error) {
  answer({ kind: "unable", message: messageOf(error) });
}
if (machine !== null) {
  const reduction = symmetry ? reductionOf(machine) : null;
  const searcher = new Searcher(machine, control, thread, reduction, fingerprints, { lessons });
  parentPort?.on("message", (order: Order) => {
    searcher.store.adopt(order.memory);
    if (order.kind === "rehash") {
      const { table, blocks, part, parts } = order;
      answer({ kind: "rehashed", left: searcher.store.rehash(table, blocks, part, parts) });
      return;
    }
    if (order.plan !== null) searcher.begin(order.plan);
    if (order.spill !== null) searcher.spill(order.spill);
    let pause = searcher.work(Number.POSITIVE_INFINITY);
    const runs = pause === "done" ? searcher.collected() : [];
    if (runs === null) pause = "disk";
    const { diskTrouble } = searcher;
    const told = {
      pause,
      findings: searcher.findingsSoFar(),
      counts: searcher.counts(),
      runs: runs ?? [],
      diskTrouble,
    };
    answer({ kind: "paused", ...told });
  });
  answer({ kind: "ready", identity: identityOf(machine) });
}

/** What this thread is for, once it is told; until then it calls what it is to call beforehand. */
function assigned(): Promise<Assignment> {
  return new Promise((resolve) => {
    const hear = ({ assignment, beforehand }: Start): void => {
      // Whatever is wrong with what is called beforehand is wrong with making the machine, too, which tells of it.
      if (beforehand !== null) called(beforehand).catch(() => {});
      if (assignment === null) return;
      parentPort?.off("message", hear);
      resolve(assignment);
    };
    parentPort?.on("message", hear);
    hear(workerData as Start);
  });
}

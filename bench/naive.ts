/**
 * The checker that one would write first: immer for successors, JSON for keys, a Set of the visited, an array as queue.
 * Run as a program with the number of tasks; prints what it found as JSON.
 */
import { produce } from "immer";
import { type PlainState, plainHolds, plainInitial, plainSteps } from "./plain-lease-break.js";

/** Searches the lease model with so many tasks. @throws Error when an invariant does not hold */
export function searchNaively(tasks: number): { states: number; transitions: number } {
  const steps = plainSteps(tasks);
  const queue: PlainState[] = [plainInitial(tasks)];
  const visited = new Set([JSON.stringify(queue[0])]);
  let transitions = 0;
  for (let n = 0; n < queue.length; n++) {
    const s = queue[n];
    if (!plainHolds(s)) throw new Error(`violated: ${JSON.stringify(s)}`);
    for (const { enabled, effect } of steps) {
      if (!enabled(s)) continue;
      transitions++;
      const next = produce(s, effect);
      const key = JSON.stringify(next);
      if (visited.has(key)) continue;
      visited.add(key);
      queue.push(next);
    }
  }
  return { states: visited.size, transitions };
}

const tasks = process.argv[1]?.endsWith("naive.js") ? Number(process.argv[2]) : 0;
if (tasks > 0) {
  const started = performance.now();
  const found = searchNaively(tasks);
  process.stdout.write(`${JSON.stringify({ ...found, seconds: (performance.now() - started) / 1000 })}\n`);
}

/**
 * The lease model in XState's graph package: every state and the steps between them, then the invariants in each.
 * Run with the number of tasks; prints what it found as JSON.
 */
import { assign, createMachine } from "xstate";
import { getAdjacencyMap } from "xstate/graph";
import { plainHolds, plainInitial, plainSteps } from "../../dist-bench/bench/plain-lease-break.js";

const tasks = Number(process.argv[2]);
const steps = plainSteps(tasks);
const byName = new Map(steps.map((step) => [step.name, step]));
const machine = createMachine({
  context: plainInitial(tasks),
  on: Object.fromEntries(
    steps.map(({ name, effect }) => [
      name,
      {
        actions: assign(({ context }) => {
          const next = structuredClone(context);
          effect(next);
          return next;
        }),
      },
    ]),
  ),
});
const started = performance.now();
const graph = getAdjacencyMap(machine, {
  events: ({ context }) => steps.filter(({ enabled }) => enabled(context)).map(({ name }) => ({ type: name })),
  serializeState: ({ context }) => JSON.stringify(context),
  serializeEvent: ({ type }) => type,
  limit: Number.POSITIVE_INFINITY,
});
let transitions = 0;
for (const { state, transitions: outgoing } of Object.values(graph)) {
  if (!plainHolds(state.context)) throw new Error(`violated: ${JSON.stringify(state.context)}`);
  for (const type of Object.keys(outgoing)) if (byName.has(type)) transitions++;
}
const seconds = (performance.now() - started) / 1000;
process.stdout.write(`${JSON.stringify({ states: Object.keys(graph).length, transitions, seconds })}\n`);

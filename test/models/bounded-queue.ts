/** A first-in, first-out queue of bounded capacity, from which a sender may take all its own messages back. */
import { author, constants, id, list, number, record, scenario } from "../../src/index.js";

const sender = id("sender", "senders");

const state = record({
  queue: list("capacity", record({ from: sender })),
});

interface Constants {
  readonly capacity: number;
}

const { action, always } = author(state, constants<Constants>());

const send = action("send", {
  parameters: { who: sender },
  enabled: (s) => s.queue.length < s.constants.capacity,
  effect: (draft, { who }) => draft.queue.push({ from: who }),
});

const take = action("take", {
  enabled: (s) => s.queue.length > 0,
  effect: (draft) => draft.queue.removeAt(0),
});

const recall = action("recall", {
  parameters: { who: sender },
  enabled: (s, { who }) => s.queue.some(({ from }) => from === who),
  effect: (draft, { who }) =>
    draft.queue.forEach(({ from }, position) => {
      if (from === who) draft.queue.removeAt(position);
    }),
});

const recallTakesExactlyItsOwn = always("recall-takes-exactly-its-own", {
  on: [recall],
  step: (before, { who }, after) =>
    after.queue.every(({ from }) => from !== who) &&
    after.queue.length === before.queue.count(({ from }) => from !== who),
});

/** Senders and one receiver around a bounded queue. */
export const boundedQueue = scenario({
  name: "bounded-queue",
  says: "messages wait in a queue until they are taken or recalled",
  state,
  scope: {
    senders: number(1, 6, 3, "senders"),
    capacity: number(1, 8, 4, "messages that the queue holds"),
  },
  constants: ({ scope }): Constants => ({ capacity: Number(scope.capacity) }),
  symmetry: () => [sender],
  actions: [send, take, recall],
  properties: [recallTakesExactlyItsOwn],
});

export default boundedQueue;

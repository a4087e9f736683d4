/** A lock that many readers or one writer may hold; requests wait in a map, and any that fits may be admitted. */
import {
  author,
  type Id,
  id,
  mapOf,
  number,
  oneOf,
  option,
  record,
  type StateOf,
  scenario,
  setOf,
} from "../../src/index.js";

const thread = id("thread", "threads");
const mode = oneOf("read", "write");

const state = record({
  readers: setOf(thread),
  writer: option(thread),
  waiting: mapOf(thread, record({ wants: mode })),
});

type State = StateOf<typeof state>;

const { action, always, sometimes } = author(state);

const isIdle = (s: State, who: Id<"thread">): boolean => s.writer !== who && !s.readers.has(who) && !s.waiting.has(who);

const request = action("request", {
  parameters: { who: thread, wants: mode },
  enabled: (s, { who }) => isIdle(s, who),
  effect: (draft, { who, wants }) => draft.waiting.set(who, { wants }),
});

const admitReader = action("admit reader", {
  parameters: { who: thread },
  enabled: (s, { who }) => s.waiting.get(who)?.wants === "read" && s.writer === null,
  effect: (draft, { who }) => {
    draft.waiting.delete(who);
    draft.readers.add(who);
  },
});

const admitWriter = action("admit writer", {
  parameters: { who: thread },
  enabled: (s, { who }) => s.waiting.get(who)?.wants === "write" && s.writer === null && s.readers.size === 0,
  effect: (draft, { who }) => {
    draft.waiting.delete(who);
    draft.writer = who;
  },
});

const release = action("release", {
  parameters: { who: thread },
  enabled: (s, { who }) => s.readers.has(who) || s.writer === who,
  effect: (draft, { who }) => {
    if (draft.writer === who) draft.writer = null;
    else draft.readers.delete(who);
  },
});

const writersAreAlone = always("writers-are-alone", {
  exercisedWhen: (s) => s.writer !== null,
  state: (s) => s.writer === null || s.readers.size === 0,
});

const readersShare = sometimes("readers-share", {
  says: "two readers can hold the lock together",
  state: (s) => s.readers.size === 2,
});

/** A lock for readers and writers, without any priority. */
export const readersWriters = scenario({
  name: "readers-writers",
  says: "many readers or one writer",
  state,
  scope: { threads: number(1, 8, 3, "threads") },
  symmetry: () => [thread],
  actions: [request, admitReader, admitWriter, release],
  properties: [writersAreAlone, readersShare],
});

export default readersWriters;

/** A checkpoint of another model is told by the text of its functions, also where they stand inside others. */
import { expect, test } from "vitest";
import { onProcessor } from "../../model/processor.js";
import { byAnyThread, followedBy, onlyWhen } from "../../model/series/compose.js";
import { type Action, author, define, id, machineOf, type Property, range, record, scenario } from "../../src/index.js";
import { identityOf } from "../../src/search/machine-source.js";

const state = record({ n: range(0, 9) });
const { action, always, never } = author(state);
type Test = (s: { readonly n: number }) => boolean;

const low: Test = (s) => s.n < 5;
const lower: Test = (s) => s.n < 4;

/** The identity of a machine that has an action or a property made of the test. */
const identity = (made: Action | Property): string =>
  identityOf(
    machineOf(
      scenario({ name: "n", state, ...("effect" in made ? { actions: [made] } : { actions: [], properties: [made] }) }),
    ),
  );
const guarded = (test: Test): Action => action("up", { enabled: test, effect: (draft) => void draft.n++ });
const acting = (test: Test): Action =>
  action("up", {
    effect: (draft) => {
      if (test(draft)) draft.n++;
    },
  });

test.each<[string, (test: Test) => Action | Property]>([
  ["a guard", guarded],
  ["a guard that is a definition", (test) => guarded(define(test))],
  ["the guard of a step that needs the processor", (test) => onProcessor(guarded(test))],
  ["a further guard", (test) => onlyWhen(acting(low), test as never)],
  ["what is done besides", (test) => followedBy(acting(low), test as never)],
  ["the guard of what any thread may do", (test) => ({ ...byAnyThread(guarded(test)), parameters: {} }) as Action],
  ["what must hold in every state", (test) => always("low", { state: test })],
  ["what must hold on every step", (test) => always("low", { step: test })],
  ["what may hold in no state", (test) => never("low", { state: test })],
  ["what must hold of each", (test) => always("low", { parameters: { who: id("who", 2) }, state: test })],
  [
    "what exercises it, of each",
    (test) => always("low", { parameters: { who: id("who", 2) }, state: low, exercisedWhen: test }),
  ],
])("%s", (_, made) => {
  expect(identity(made(low))).toBe(identity(made(low)));
  expect(identity(made(low))).not.toBe(identity(made(lower)));
});

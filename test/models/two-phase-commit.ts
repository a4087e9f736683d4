/**
 * Two-phase commit: a transaction manager asks resource managers to prepare and then commits or aborts for all of them.
 * Messages are never lost or removed, so a manager may receive the same one again and again.
 * Source: J. Gray, L. Lamport, "Consensus on Transaction Commit", ACM TODS 31(1), 2006, section 3.
 */
import { author, boolean, id, number, oneOf, record, scenario, setOf, vector } from "../../src/index.js";

const manager = id("manager", "managers");

const state = record({
  managers: vector(manager, oneOf("working", "prepared", "committed", "aborted")),
  coordinator: oneOf("undecided", "committed", "aborted"),
  /** The managers that the coordinator has heard from. */
  heardFrom: setOf(manager),
  messages: record({ prepared: setOf(manager), commit: boolean(), abort: boolean() }),
});

const { action, never } = author(state);

const hear = action("hear that a manager is prepared", {
  parameters: { who: manager },
  enabled: (s, { who }) => s.coordinator === "undecided" && s.messages.prepared.has(who),
  effect: (draft, { who }) => draft.heardFrom.add(who),
});

const decideToCommit = action("decide to commit", {
  enabled: (s) => s.coordinator === "undecided" && s.heardFrom.size === s.managers.size,
  effect: (draft) => {
    draft.coordinator = "committed";
    draft.messages.commit = true;
  },
});

const decideToAbort = action("decide to abort", {
  enabled: (s) => s.coordinator === "undecided",
  effect: (draft) => {
    draft.coordinator = "aborted";
    draft.messages.abort = true;
  },
});

const prepare = action("prepare", {
  parameters: { who: manager },
  enabled: (s, { who }) => s.managers.at(who) === "working",
  effect: (draft, { who }) => {
    draft.managers.set(who, "prepared");
    draft.messages.prepared.add(who);
  },
});

const giveUp = action("give up", {
  parameters: { who: manager },
  enabled: (s, { who }) => s.managers.at(who) === "working",
  effect: (draft, { who }) => draft.managers.set(who, "aborted"),
});

const obeyCommit = action("obey commit", {
  parameters: { who: manager },
  enabled: (s) => s.messages.commit,
  effect: (draft, { who }) => draft.managers.set(who, "committed"),
});

const obeyAbort = action("obey abort", {
  parameters: { who: manager },
  enabled: (s) => s.messages.abort,
  effect: (draft, { who }) => draft.managers.set(who, "aborted"),
});

const consistent = never("managers-disagree", {
  says: "no manager commits while another one aborts",
  exercisedWhen: (s) => s.managers.some((manager) => manager === "committed"),
  state: (s) =>
    s.managers.some((manager) => manager === "committed") && s.managers.some((manager) => manager === "aborted"),
});

/** Two-phase commit among `managers` resource managers. */
export const twoPhaseCommit = scenario({
  name: "two-phase-commit",
  says: "a coordinator makes resource managers commit or abort together",
  state,
  scope: { managers: number(1, 12, 3, "resource managers") },
  symmetry: () => [manager],
  actions: [hear, decideToCommit, decideToAbort, prepare, giveUp, obeyCommit, obeyAbort],
  properties: [consistent],
});

export default twoPhaseCommit;

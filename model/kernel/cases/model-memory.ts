/** What is kept in mind beside each possible state of the model while a case runs: who and what the names stand for. */
import type { Step } from "../../../src/machine/action.js";
import { outcomeOf, signalsSent } from "../../outcome.js";
import type { FileId, GroupId, State, TaskId } from "../../state.js";
import type { Case, Returned } from "./case.js";

type Names<T> = Readonly<Record<string, T>>;

/** Beside a state of the model. */
export interface CaseMemory {
  /** The task of each actor that lives. */
  readonly tasks: Names<TaskId>;
  /** The thread group of each process, also when it is gone. */
  readonly groups: Names<GroupId>;
  /** The model's description of each description that is there, or being made. */
  readonly files: Names<FileId>;
  /** What the open of each actor makes. */
  readonly opening: Names<string>;
  /** What has come of calls in this step. */
  readonly results: Names<Returned>;
  /** `H: a`, sorted. */
  readonly signals: readonly string[];
}

/** At the start: the first tasks and groups are the processes. */
export const atStart = ({ processes }: Case): CaseMemory => ({
  tasks: Object.fromEntries(processes.map((name, number) => [name, number as TaskId])),
  groups: Object.fromEntries(processes.map((name, number) => [name, number as GroupId])),
  files: {},
  opening: {},
  results: {},
  signals: [],
});

/** Two memories with the same key are the same. */
export const keyOf = (memory: CaseMemory): string =>
  JSON.stringify(Object.values(memory).map((part) => (Array.isArray(part) ? part : Object.entries(part).sort())));

/** Nothing has come of the next step yet. */
export const beforeStep = (memory: CaseMemory): CaseMemory => ({ ...memory, results: {}, signals: [] });

const LEASES: Names<Returned> = { read: "F_RDLCK", write: "F_WRLCK", unlock: "F_UNLCK" };

/** The memory after a step of the model. */
export function gathered(memory: CaseMemory, before: State, step: Step, after: State): CaseMemory {
  const told = signalsSent(before, after).flatMap(({ file, to }) =>
    to.map((group) => `${nameOf(memory.groups, group)}: ${nameOf(memory.files, file)}`),
  );
  const outcome = outcomeOf(before, step, after);
  const { task } = step.parameters as { readonly task?: TaskId };
  let next = told.length === 0 ? memory : { ...memory, signals: [...memory.signals, ...told].sort() };
  const actor = task === undefined ? undefined : Object.keys(memory.tasks).find((name) => memory.tasks[name] === task);
  if (actor === undefined || outcome === null) return next;
  if (outcome.kind === "exited") {
    const tasks = Object.fromEntries(
      Object.entries(next.tasks).filter(
        ([, one]) => after.tasks[one].at !== "absent" && after.tasks[one].at !== "zombie",
      ),
    );
    return { ...next, tasks, results: { ...next.results, [actor]: "exited" } };
  }
  if (outcome.kind !== "returns") return next;
  const { [actor]: makes, ...opening } = next.opening;
  if (makes !== undefined) {
    const { [makes]: file, ...files } = next.files;
    next = { ...next, opening, files: outcome.result === "ok" ? next.files : files };
  }
  return { ...next, results: { ...next.results, [actor]: LEASES[outcome.result] ?? outcome.result } };
}

/** The latest name of a number: a process id can be given out again. */
export const nameOf = (names: Names<number>, number: number): string =>
  Object.entries(names).findLast(([, one]) => one === number)?.[0] ?? "?";

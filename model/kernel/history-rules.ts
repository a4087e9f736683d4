/** What has happened, as rules for the states that are possible: which of them it fits, and what is to be kept in mind. */
import type { MomentRule, StepRule } from "../../src/conformance/possible.js";
import type { FileId, State } from "../state.js";
import type { CallSeen } from "./history.js";
import { changed, type Memory } from "./memory.js";

/** One action of one task. */
export const only = (
  action: string,
  task: number,
  then: (memory: Memory) => Memory = (memory) => memory,
): StepRule<Memory> => ({
  about: (_, instance) => instance.action.name === action && instance.parameters.task === task,
  fits: (memory) => ({ memory: then(memory) }),
});

/** What is kept in mind without a thread, whose slot another may take. */
export const without = (memory: Memory, task: number): Memory => ({
  ...memory,
  doing: changed(memory.doing, task, null),
  loose: memory.loose.filter(([other]) => other !== task),
  exiting: memory.exiting.filter((other) => other !== task),
});

/** A call has returned. */
export const ended =
  (call: CallSeen, task: number): MomentRule<Memory> =>
  (memory, state) => {
    const doing = memory.doing[task];
    if (doing?.stage !== "over") return { why: whereIs(state as State, task) };
    const made =
      call.makes !== null && doing.result === "ok" ? named(memory.files, call.makes, doing.file) : memory.files;
    return { memory: { ...memory, files: made, doing: changed(memory.doing, task, null) } };
  };

/** The model's description now belongs to this one of the log, and to no other. */
const named = (files: Memory["files"], description: number, file: number | null): Memory["files"] =>
  files.map((other, index) => (index === description ? file : other === file ? null : other));

/** The process has closed the description. */
export const gone =
  (task: number, description: number): MomentRule<Memory> =>
  (memory, state) => {
    const s = state as State;
    const file = memory.files[description] ?? null;
    const group = s.tasks.first((_, key) => key === task)?.group ?? null;
    const open = file !== null && group !== null && s.groups[group].descriptors.at(file as FileId) !== 0;
    if (open) return { why: "the description is still open" };
    return { memory: { ...memory, loose: memory.loose.filter(([, other]) => other !== description) } };
  };

function whereIs(s: State, task: number): string {
  let at = "absent";
  let timer = 0;
  s.tasks.forEach((one, key) => {
    if (key !== task) return;
    at = one.at;
    timer = one.timer;
  });
  return at === "asleep"
    ? `the call is still asleep: the guards of wake up and time out refuse (task=${task}, timer=${timer})`
    : `the call has not returned: the task is "${at}"`;
}

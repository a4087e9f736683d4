/** Which steps of the model make one of a case, and what they tell of names. */
import type { StepRule } from "../../../src/conformance/possible.js";
import { asStep } from "../../../src/machine/instance.js";
import { known, type State } from "../../state.js";
import { isCommand } from "../commands.js";
import type { CaseStep } from "./case.js";
import { type CaseMemory, gathered } from "./model-memory.js";

/** An action, and the parameters that matter. */
export type Wanted = readonly [action: string, parameters: Readonly<Record<string, unknown>>];

/** The step of the model that a call begins with. @param inodes the names of the files, by number */
export function wanted({ tasks, files }: CaseMemory, { call, actor }: CaseStep, inodes: readonly string[]): Wanted {
  const task = tasks[known(actor)];
  switch (call.kind) {
    case "open": {
      const { file, access, truncating, blocking } = call;
      return ["open", { task, inode: inodes.indexOf(file), access, truncating, blocking }];
    }
    case "truncate":
      return ["truncate", { task, inode: inodes.indexOf(call.file) }];
    case "chmod":
      return ["change metadata", { task, inode: inodes.indexOf(call.file) }];
    case "ftruncate":
      return ["change data", { task, file: files[call.description] }];
    case "set lease":
      return ["set lease", { task, file: files[call.description], type: call.type }];
    case "unlock":
    case "query lease":
    case "close":
    case "dup":
      return [call.kind, { task, file: files[call.description] }];
    default:
      return [call.kind, { task }];
  }
}

/** One step of the model, and what it tells of names. @param step `null` when it names nothing */
export function beginning(want: (memory: CaseMemory) => Wanted, step: CaseStep | null): StepRule<CaseMemory> {
  return {
    about: (memory, { action, parameters }) => {
      const [name, wishes] = want(memory);
      return action.name === name && Object.entries(wishes).every(([key, value]) => parameters[key] === value);
    },
    fits: (memory, { before, instance, after }) => {
      const [first, second] = [before as State, after as State];
      const named = step === null ? memory : naming(memory, step, first, second);
      return { memory: gathered(named, first, asStep(instance), second) };
    },
  };
}

/** The names that a call brings: of the description that an open makes, of a child, of a new thread. */
function naming(memory: CaseMemory, { call, actor, makes }: CaseStep, before: State, after: State): CaseMemory {
  if (call.kind === "open" && actor !== null && makes !== null) {
    const file = known(before.files.firstKey(({ state }) => state === "free"));
    return {
      ...memory,
      files: { ...memory.files, [makes]: file },
      opening: { ...memory.opening, [actor]: makes },
    };
  }
  if (call.kind !== "fork" && call.kind !== "clone") return memory;
  const child = known(before.tasks.firstKey(({ at }) => at === "absent"));
  const tasks = { ...memory.tasks, [call.child]: child };
  if (call.kind === "clone") return { ...memory, tasks };
  return { ...memory, tasks, groups: { ...memory.groups, [call.child]: known(after.tasks[child].group) } };
}

/** Everything that is no command follows by itself; and time goes on when somebody waits for that. */
export const hidden = (waits: boolean): StepRule<CaseMemory> => ({
  about: (_, { action }) => !isCommand(action.name) || (waits && action.name === "tick"),
  fits: (memory, { before, instance, after }) => ({
    memory: gathered(memory, before as State, asStep(instance), after as State),
  }),
});

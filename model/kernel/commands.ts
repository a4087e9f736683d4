/** Which step of the model is which command to the actors. */
import type { Step } from "../../src/machine/action.js";
import { type FileId, type GroupId, known, type State, type TaskId } from "../state.js";

/** The operations of the actors; their numbers are those of `actor/actor.h`. */
const OPERATIONS = [
  "open",
  "truncate",
  "set lease",
  "unlock",
  "query lease",
  "close",
  "dup",
  "fork",
  "clone",
  "exit",
  "exit the process",
  "exec",
  "change data",
  "change metadata",
];

/** The actions with which a macro step begins: a thread makes a call, a signal interrupts one, or time goes on. */
const BEGINNINGS: ReadonlySet<string> = new Set([...OPERATIONS, "interrupt", "kill", "tick"]);

/** Whether an action is one that user space takes; the rest follows from it. */
export const isCommand = (action: string): boolean => BEGINNINGS.has(action);

/** The words of a call of an operation, as the actors take it. */
export const callWords = (operation: string, a = 0, b = 0, c = 0): string =>
  `${OPERATIONS.indexOf(operation)} ${a} ${b} ${c}`;

/** Whether a step follows by itself: one inside a call, or one on the way out of a process that was killed. */
export function isHidden(before: State, { action, parameters }: Step): boolean {
  if (!isCommand(action)) return true;
  const { task } = parameters as { readonly task?: TaskId };
  const group = task === undefined ? null : before.tasks[task].group;
  return before.constants.deadly && group !== null && before.groups[group].killed === 1;
}

// Generic Linux; a lease type is F_RDLCK or F_WRLCK.
const FLAGS = { read: 0o0, write: 0o1, "read-write": 0o2, path: 0o10000000, truncating: 0o1000, nonblocking: 0o4000 };
/** The numbers of lease types. */
export const TYPES: Readonly<Record<"read" | "write", number>> = { read: 0, write: 1 };

interface Parameters {
  readonly task: TaskId;
  readonly file: FileId;
  readonly group: GroupId;
  readonly inode: number;
  readonly access: "read" | "write" | "read-write" | "path";
  readonly type: "read" | "write";
  readonly truncating: boolean;
  readonly blocking: boolean;
}

/** Whom a command is for, and what it says: the first word, and the words after *patient* and the task. */
export interface Command {
  /** Its slot; for *kill* that of the process. */
  readonly task: number;
  readonly verb: "call" | "interrupt" | "kill" | "look";
  readonly words: string;
}

/** The command that carries out a step, given the states before and after its first atomic step. */
export function commandOf(before: State, step: Step, after: State): Command {
  // A step names the parameters of its action.
  const parameters = step.parameters as unknown as Parameters;
  const { task } = parameters;
  if (step.action === "tick") return { task: 0, verb: "look", words: "" };
  if (step.action === "kill") return { task: parameters.group, verb: "kill", words: "" };
  if (step.action === "interrupt") return { task, verb: "interrupt", words: "" };
  const call = (name: string, a = 0, b = 0, c = 0): Command => ({
    task,
    verb: "call",
    words: callWords(name, a, b, c),
  });
  const { file, inode } = parameters;
  switch (step.action) {
    case "open":
      return call("open", inode, flagsOf(parameters), known(before.files.firstKey(({ state }) => state === "free")));
    case "truncate":
    case "change metadata":
      return call(step.action, inode);
    case "set lease":
      return call("set lease", file, TYPES[parameters.type]);
    case "close":
      return call("close", file, before.groups[known(before.tasks[task].group)].descriptors.at(file));
    case "fork":
    case "clone": {
      const child = known(before.tasks.firstKey(({ at }) => at === "absent"));
      return call(step.action, child, known(after.tasks[child].group));
    }
    case "exit": {
      const group = known(before.tasks[task].group);
      return call(isLast(after, group) ? "exit the process" : "exit", 0, group);
    }
    default:
      return call(step.action, file);
  }
}

const isLast = (after: State, group: GroupId): boolean => !after.tasks.some((other) => other.group === group);

/** The flags of an open. */
export const flagsOf = ({
  access,
  truncating,
  blocking,
}: Pick<Parameters, "access" | "truncating" | "blocking">): number =>
  FLAGS[access] | (truncating ? FLAGS.truncating : 0) | (blocking ? 0 : FLAGS.nonblocking);

const ERRORS: Readonly<Record<number, string>> = { 4: "EINTR", 11: "EAGAIN" };
const LEASES = ["read", "write", "unlock"];

/** What a call returned, in the words of the model. */
export function resultOf(action: string, result: number): string {
  if (result < 0) return ERRORS[-result] ?? `errno ${-result}`;
  return action === "query lease" ? (LEASES[result] ?? `type ${result}`) : "ok";
}

/**
 * Drives the model of the server by requests: a request runs, step by step through the reference interpreter, until it is
 * answered. Clients and files are named by their ids.
 */
import type { State } from "../../../model/nfsd/state.js";
import { delegations } from "../../../properties/scenarios.js";
import { type Step, showStep } from "../../../src/machine/action.js";
import { instanceOf } from "../../../src/machine/instance.js";
import { type Machine, type MachineChoice, machineOf } from "../../../src/machine/machine.js";
import type { Value } from "../../../src/schema/value.js";
import { type Interpreter, interpreter } from "../../../src/semantics/interpreter.js";

/** The steps that a thread takes by itself; the short wait ends without a DELEGRETURN unless one came before. */
const OWN_STEPS = [
  "look at own delegations",
  "look for write delegation",
  "CB_GETATTR unanswered",
  "break delegations",
  "open file",
  "see delegations returned",
  "end short wait",
  "answer NFS4ERR_DELAY",
  "act",
  "publish access",
  "allocate delegation",
  "list delegation's lease",
  "verify grant",
  "check for conflict again",
  "hash delegation",
  "undo grant",
  "remove returned lease",
];
const LOCAL_STEPS = ["local process tries change", "local break", "local process looks again", "local process changes"];

/** Every operation, and more files and operations than a test needs. */
const ROOM = {
  files: 2,
  operations: 4,
  localOperations: 3,
  openBoth: true,
  remove: true,
  link: true,
  rename: true,
  special: true,
} as const;

type Choice = MachineChoice & { readonly scope?: object };
const machines = new Map<string, Machine>();

/** The machine of a choice, made once. */
function machineFor(choice: Choice): Machine {
  const key = JSON.stringify(choice);
  const made = machines.get(key) ?? machineOf(delegations, { ...choice, scope: { ...ROOM, ...choice.scope } });
  machines.set(key, made);
  return made;
}

export class Server {
  private readonly run: Interpreter;
  private value: Value;
  /** Names of the properties that some step or state has violated. */
  readonly violated = new Set<string>();

  constructor(choice: Choice = {}) {
    this.run = interpreter(machineFor(choice));
    this.value = this.run.initial();
  }

  /** The state, as the model sees it. */
  get state(): State {
    return this.run.view(this.value) as State;
  }

  /** Whether a step exists and can be taken. */
  can(action: string, parameters: Step["parameters"] = {}): boolean {
    const index = instanceOf(this.run.machine, { action, parameters });
    return index !== undefined && this.run.isEnabled(this.value, index);
  }

  /** Takes one step. @throws Error when there is none, or its guard does not hold. */
  step(action: string, parameters: Step["parameters"] = {}): void {
    const step = { action, parameters };
    const index = instanceOf(this.run.machine, step);
    if (index === undefined || !this.run.isEnabled(this.value, index)) throw new Error(`cannot ${showStep(step)}`);
    const earlier = this.value;
    this.value = this.run.apply(this.value, index).value;
    for (const property of this.run.machine.properties)
      if (
        property.kind !== "sometimes" &&
        (this.run.badStep(property, earlier, index, this.value) || this.run.badState(property, this.value))
      )
        this.violated.add(property.name);
  }

  /** A request, run until it is answered: whether with success, or with NFS4ERR_DELAY. */
  request(action: string, parameters: Step["parameters"]): "OK" | "DELAY" {
    const thread = this.state.threads.firstKey(({ at }) => at === "idle");
    this.step(action, parameters);
    let answer: "OK" | "DELAY" = "OK";
    while (this.state.threads.at(thread as never).at !== "idle") {
      const next = OWN_STEPS.find((own) => this.can(own, { thread: thread as number }));
      if (next === undefined) throw new Error(`thread ${thread} is stuck`);
      if (next === "answer NFS4ERR_DELAY") answer = "DELAY";
      this.step(next, { thread: thread as number });
    }
    return answer;
  }

  /** A call of the local process, run until it returns or sleeps. */
  local(action: string, parameters: Step["parameters"]): "immediate" | "blocked" {
    this.step(action, parameters);
    return this.localGoesOn();
  }
  /** Lets the local process go on as far as it can. */
  localGoesOn(): "immediate" | "blocked" {
    for (;;) {
      const next = LOCAL_STEPS.find((own) => this.can(own));
      if (next === undefined) return this.state.local.at === "asleep" ? "blocked" : "immediate";
      this.step(next);
    }
  }

  /** The client opens the file and gets a delegation, and knows it. @throws Error when it gets none. */
  delegate(client: number, access: "read" | "both", file = 0): void {
    this.request("OPEN", { client, file, access, wants: "a delegation" });
    this.step("learn of delegation", { client, file });
  }
  /** Whether the client's delegation is being recalled. */
  isRecalled(client: number, file = 0): boolean {
    return this.state.files.some(
      ({ delegations: held }, key) =>
        key === file && held.some(({ recall }, who) => who === client && recall !== "none"),
    );
  }
  /** The recall reaches the client, and it returns its delegation. */
  answerRecall(client: number, file = 0): void {
    this.step("run recall callback", { client, file });
    this.request("DELEGRETURN", { client, file });
  }
}

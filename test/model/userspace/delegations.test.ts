/** F_SETDELEG: what changes of metadata and names do to leases that are delegations, by a holder's own threads and by others. */
import { describe, expect, it } from "vitest";
import type { State } from "../../../model/userspace/state.js";
import { userspaceServer } from "../../../properties/scenarios.js";
import { instanceOf } from "../../../src/machine/instance.js";
import { machineOf } from "../../../src/machine/machine.js";
import { interpreter } from "../../../src/semantics/interpreter.js";

/** Two threads of the server and a process beside it; one client, which gets a delegation first. */
const SCOPE = { tasks: 3, groups: 3, files: 4, clients: 1, sets: "F_SETDELEG", changes: true, pins: "a pin" };
const WORKER = 1;
const STRANGER = 2;

class Server {
  private readonly run;
  private value;
  constructor(design: string, scope: object = {}) {
    this.run = interpreter(machineOf(userspaceServer, { design, scope: { ...SCOPE, ...scope } }));
    this.value = this.run.initial();
  }
  get state(): State {
    return this.run.view(this.value) as State;
  }
  /** Takes a step. @throws Error when its guard does not hold */
  step(action: string, parameters: Readonly<Record<string, number | string | boolean>> = {}): this {
    const index = instanceOf(this.run.machine, { action, parameters });
    if (index === undefined || !this.run.isEnabled(this.value, index)) throw new Error(`cannot ${action}`);
    this.value = this.run.apply(this.value, index).value;
    return this;
  }
  delegate(): this {
    const task = 0;
    this.step("look at own clients", { task, client: 0, request: "lease" }).step("open for client", { task });
    this.step("test for leases", { task }).step("return from call", { task }).step("set lease for client", { task });
    return this.step("insert lease", { task }).step("finish lease", { task }).step("record lease", { task });
  }
  change(task: number): this {
    if (task === STRANGER) return this.step("foreign change", { task });
    return this.step("look at own clients", { task, client: 0, request: "change" }).step("change for client", { task });
  }
  get isBroken(): boolean {
    return this.state.inodes.some(({ leases }) => leases.some(({ unlockPending }) => unlockPending));
  }
  at(task: number): string | undefined {
    return this.state.tasks.first((_, key) => key === task)?.at;
  }
}

describe("a change of metadata", () => {
  it.each([WORKER, STRANGER])("by task %i breaks a delegation today, and waits for it", (task) => {
    const server = new Server("linux-6.18").delegate().change(task);
    expect(server.isBroken).toBe(true);
    server.step("start break", { task });
    expect(server.at(task)).toBe("asleep");
    server.step("hear break", { client: 0 }).step("return lease", { client: 0 }).step("wake up", { task });
    expect(server.at(task)).toBe("to redo");
    server.step("change again", { task });
    expect(server.at(task)).toBe("user");
  });
  it.each(["tgid", "tgid-opt-in"])(
    "by a thread of the holder passes it under %s, by a stranger it does not",
    (design) => {
      const own = new Server(design).delegate().change(WORKER);
      expect([own.isBroken, own.at(WORKER)]).toEqual([false, "user"]);
      expect(new Server(design).delegate().change(STRANGER).isBroken).toBe(true);
    },
  );
  it("by a thread of the holder breaks a delegation that does not ask, under the opt-in", () => {
    expect(new Server("tgid-opt-in", { optIn: false }).delegate().change(WORKER).isBroken).toBe(true);
  });
  it("that waited meets a delegation granted meanwhile, and waits again", () => {
    const server = new Server("linux-6.18", { pins: "nothing" }).delegate().change(STRANGER);
    server
      .step("start break", { task: STRANGER })
      .step("hear break", { client: 0 })
      .step("return lease", { client: 0 });
    server.delegate().step("wake up", { task: STRANGER });
    expect([server.at(STRANGER), server.isBroken]).toEqual(["asleep", false]);
  });
});

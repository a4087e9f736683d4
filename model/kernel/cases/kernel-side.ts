/** A case on the running kernel: real processes make its calls. It knows nothing of the model. */
import { setTimeout } from "node:timers/promises";
import { getSystemErrorName } from "node:util";
import type { Actor } from "../actor.js";
import { callWords, flagsOf, TYPES } from "../commands.js";
import type { Sight } from "../sight.js";
import type { Call, Case, CaseStep, Returned } from "./case.js";
import { agrees, type Observation, type StepOutcome } from "./observation.js";

/** A moment after the break time, in milliseconds: for timers that are coarse. */
const AFTER = 200;

/** A case under way on the kernel. */
export class KernelSide {
  /** The slots of actors, of processes, and of descriptions: the order in which the case names them. */
  private readonly actors: readonly string[];
  private readonly processes: readonly string[];
  /** How many descriptors of each description each process has, by `process description`. */
  private readonly held = new Map<string, number>();
  private readonly pids = new Map<number, string>();
  /** What sleepers are doing. */
  private readonly sleeping = new Map<string, CaseStep>();

  private constructor(
    private readonly actor: Actor,
    private readonly of: Case,
    private readonly breakTime: number,
  ) {
    this.actors = [...of.processOf.keys()];
    this.processes = [...new Set(of.processOf.values())];
  }

  /** New actors and files. @param breakTime `fs.lease-break-time` in milliseconds, where the case waits for it */
  static async begin(actor: Actor, of: Case, breakTime = 0): Promise<KernelSide> {
    const side = new KernelSide(actor, of, breakTime);
    side.learnPids(await actor.send(`begin ${of.processes.length} 1 ${Math.max(1, of.files.length)}`));
    return side;
  }

  /** Makes a step. */
  async take(step: CaseStep): Promise<StepOutcome> {
    const { call, actor } = step;
    const why = this.obstacle(step);
    if (why !== null) return { kind: "impossible", why };
    if (call.kind === "wait") await setTimeout(this.breakTime + AFTER);
    // A sleeper that polls needs a moment to see that it can go on.
    const patient = this.sleeping.size > 0 ? 1 : 0;
    const sight = await this.actor.send(this.command(step, patient));
    if (!sight.settled) return { kind: "impossible", why: "the kernel did not come to rest" };
    this.learnPids(sight);
    const results: Record<string, Returned> = {};
    for (const [who, earlier] of [...this.sleeping])
      if (sight.tasks[this.slot(who)]?.at !== "asleep") {
        results[who] = this.returned(who, earlier, sight);
        this.sleeping.delete(who);
      }
    if (actor !== null && call.kind !== "interrupt") results[actor] = this.returned(actor, step, sight);
    if (actor !== null && results[actor] === "blocks") this.sleeping.set(actor, step);
    const seen = { results, ...this.rest(sight) };
    return { kind: "seen", seen: [seen], agreeing: agrees(step, seen) ? 1 : 0 };
  }

  /** Why a step cannot be made. */
  private obstacle({ call, actor }: CaseStep): string | null {
    if (actor === null) return null;
    const asleep = this.sleeping.has(actor);
    if (call.kind === "interrupt") return asleep ? null : `${actor} does not sleep`;
    if (asleep) return `${actor} sleeps`;
    if ("description" in call && this.count(actor, call.description) === 0) return `${call.description} was not opened`;
    return null;
  }

  private command({ call, actor, makes }: CaseStep, patient: number): string {
    if (actor === null) return `look ${patient}`;
    const slot = this.slot(actor);
    if (call.kind === "interrupt") return `interrupt ${patient} ${slot}`;
    return `call ${patient} ${slot} ${this.words(call, actor, makes)}`;
  }

  private words(call: Call, actor: string, makes: string | null): string {
    const file = "file" in call ? this.of.files.indexOf(call.file) : 0;
    const description = "description" in call ? this.of.descriptions.indexOf(call.description) : 0;
    switch (call.kind) {
      case "open":
        return callWords("open", file, flagsOf(call), this.of.descriptions.indexOf(makes ?? ""));
      case "truncate":
        return callWords("truncate", file);
      case "chmod":
        return callWords("change metadata", file);
      case "ftruncate":
        return callWords("change data", description);
      case "set lease":
        return callWords("set lease", description, TYPES[call.type]);
      case "close":
        return callWords("close", description, this.count(actor, call.description));
      case "fork":
      case "clone":
        return callWords(call.kind, this.actors.indexOf(call.child), this.processes.indexOf(call.child));
      case "exit":
      case "exit_group": {
        const process = this.processes.indexOf(this.processOf(actor));
        return callWords(this.isWhole(call, actor) ? "exit the process" : "exit", 0, process);
      }
      default:
        return callWords(call.kind, description);
    }
  }

  /** What came of a call, which changes what the process has. */
  private returned(who: string, { call, makes }: CaseStep, { tasks }: Sight): Returned {
    const seen = tasks[this.slot(who)];
    if (seen === undefined || seen.at === "absent" || seen.at === "zombie") {
      if (this.isWhole(call, who)) this.forget(this.processOf(who));
      this.gone.add(who);
      return "exited";
    }
    if (seen.at === "asleep") return "blocks";
    if (seen.result < 0) return getSystemErrorName(seen.result);
    if (call.kind === "query lease") return ["F_RDLCK", "F_WRLCK", "F_UNLCK"][seen.result] ?? String(seen.result);
    if (call.kind === "open" && makes !== null) this.change(who, makes, 1);
    if (call.kind === "dup") this.change(who, call.description, 1);
    if (call.kind === "close") this.change(who, call.description, -1);
    if (call.kind === "fork")
      for (const name of this.of.descriptions) this.change(call.child, name, this.count(who, name));
    return "ok";
  }

  private rest({ signals, leases }: Sight): Omit<Observation, "results"> {
    const description = (file: number): string => this.of.descriptions[file] ?? "?";
    return {
      signals: signals.map(({ file, group }) => `${this.processes[group] ?? "?"}: ${description(file)}`).sort(),
      locks: leases
        .map(({ state, type, pid, inode }) => `${state} ${type} ${this.pids.get(pid) ?? "?"} ${this.of.files[inode]}`)
        .sort(),
    };
  }

  private readonly gone = new Set<string>();

  /** Whether a call ends a process with all its threads. */
  private isWhole({ kind }: Call, actor: string): boolean {
    const process = this.processOf(actor);
    if (kind === "exit_group") return true;
    return this.actors.every(
      (other) =>
        other === actor || this.processOf(other) !== process || this.gone.has(other) || !this.started.has(other),
    );
  }

  private readonly started = new Set<string>();

  private forget(process: string): void {
    for (const name of this.of.descriptions) this.held.delete(`${process} ${name}`);
  }

  private slot = (who: string): number => this.actors.indexOf(who);
  private processOf = (who: string): string => this.of.processOf.get(who) ?? who;
  private count = (who: string, name: string): number => this.held.get(`${this.processOf(who)} ${name}`) ?? 0;
  private change(who: string, name: string, by: number): void {
    this.held.set(`${this.processOf(who)} ${name}`, this.count(who, name) + by);
  }

  private learnPids({ tasks }: Sight): void {
    for (const [slot, { pid }] of tasks.entries()) {
      const name = this.actors[slot];
      if (name === undefined || pid === 0) continue;
      this.pids.set(pid, this.processOf(name));
      this.started.add(name);
    }
  }
}

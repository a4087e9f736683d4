/** A case on the running kernel: real processes make its calls. It knows nothing of the model. */
import { setTimeout } from "node:timers/promises";
import { getSystemErrorName } from "node:util";
import type { Actor } from "../actor.js";
import { callWords, flagsOf, TYPES } from "../commands.js";
import type { Sight } from "../sight.js";
import type { Call, Case, CaseStep, Returned } from "./case.js";
import { KernelNames } from "./kernel-names.js";
import { agrees, type Observation, type StepOutcome } from "./observation.js";

/** A moment after the break time, in milliseconds: timers are coarse. */
const AFTER = 200;

/** A case under way on the kernel. */
export class KernelSide {
  private readonly names: KernelNames;
  /** What sleepers are doing. */
  private readonly sleeping = new Map<string, CaseStep>();

  private constructor(
    private readonly actor: Actor,
    of: Case,
    private readonly breakTime: number,
  ) {
    this.names = new KernelNames(of);
  }

  /** New actors and files. @param breakTime `fs.lease-break-time` in milliseconds, where the case waits for it */
  static async begin(actor: Actor, of: Case, breakTime = 0): Promise<KernelSide> {
    const side = new KernelSide(actor, of, breakTime);
    side.names.learn(await actor.send(`begin ${of.processes.length} 1 ${Math.max(1, of.files.length)}`));
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
    this.names.learn(sight);
    const results: Record<string, Returned> = {};
    for (const [who, earlier] of [...this.sleeping]) {
      const returned = this.returned(who, earlier, sight);
      if (returned === "blocks") continue;
      results[who] = returned;
      this.sleeping.delete(who);
    }
    if (actor !== null && call.kind !== "interrupt") {
      results[actor] = this.returned(actor, step, sight);
      if (results[actor] === "blocks") this.sleeping.set(actor, step);
    }
    const seen = { results, ...this.rest(sight) };
    return { kind: "seen", seen: [seen], agreeing: agrees(step, seen) ? 1 : 0 };
  }

  /** Why a step cannot be made. */
  private obstacle({ call, actor }: CaseStep): string | null {
    if (actor === null) return null;
    const asleep = this.sleeping.has(actor);
    if (call.kind === "interrupt") return asleep ? null : `${actor} does not sleep`;
    if (asleep) return `${actor} sleeps`;
    if ("description" in call && this.names.count(actor, call.description) === 0)
      return `${actor} has no descriptor of ${call.description}`;
    return null;
  }

  private command({ call, actor, makes }: CaseStep, patient: number): string {
    if (actor === null) return `look ${patient}`;
    const slot = this.names.slot(actor);
    if (call.kind === "interrupt") return `interrupt ${patient} ${slot}`;
    return `call ${patient} ${slot} ${this.words(call, actor, makes)}`;
  }

  private words(call: Call, actor: string, makes: string | null): string {
    const { slot, processSlot, descriptionSlot, fileSlot, count, isLast } = this.names;
    switch (call.kind) {
      case "open":
        return callWords("open", fileSlot(call.file), flagsOf(call), descriptionSlot(makes ?? ""));
      case "truncate":
        return callWords("truncate", fileSlot(call.file));
      case "chmod":
        return callWords("change metadata", fileSlot(call.file));
      case "ftruncate":
        return callWords("change data", descriptionSlot(call.description));
      case "set lease":
        return callWords("set lease", descriptionSlot(call.description), TYPES[call.type]);
      case "close":
        return callWords("close", descriptionSlot(call.description), count(actor, call.description));
      case "unlock":
      case "query lease":
      case "dup":
        return callWords(call.kind, descriptionSlot(call.description));
      case "fork":
      case "clone":
        return callWords(call.kind, slot(call.child), processSlot(call.child));
      default: {
        const whole = call.kind === "exit_group" || isLast(actor);
        return callWords(whole ? "exit the process" : "exit", 0, processSlot(actor));
      }
    }
  }

  /** What came of a call, which changes what the process has. */
  private returned(who: string, { call, makes }: CaseStep, { tasks }: Sight): Returned {
    const { names } = this;
    const seen = tasks[names.slot(who)];
    if (seen === undefined || seen.at === "absent" || seen.at === "zombie") {
      names.exited(who);
      return "exited";
    }
    if (seen.at === "asleep") return "blocks";
    if (seen.result < 0) return getSystemErrorName(seen.result);
    if (call.kind === "query lease") return ["F_RDLCK", "F_WRLCK", "F_UNLCK"][seen.result] ?? String(seen.result);
    if (call.kind === "open" && makes !== null) names.change(who, makes, 1);
    if (call.kind === "dup") names.change(who, call.description, 1);
    if (call.kind === "close") names.change(who, call.description, -1);
    if (call.kind === "fork") names.inherit(who, call.child);
    return "ok";
  }

  private rest({ signals, leases }: Sight): Omit<Observation, "results"> {
    const { processIn, descriptionIn, processWith, fileIn } = this.names;
    return {
      signals: signals.map(({ file, group }) => `${processIn(group)}: ${descriptionIn(file)}`).sort(),
      locks: leases
        .map(({ state, type, pid, inode }) => `${state} ${type} ${processWith(pid)} ${fileIn(inode)}`)
        .sort(),
    };
  }
}

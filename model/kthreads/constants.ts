/** What a machine of kernel threads knows beside its state: the faults present and the scope's switches. */
import { choice, flag, number, type Variant } from "../../src/machine/scenario.js";
import type { Scope } from "../../src/schema/schema.js";
import { type KthreadFaults, kthreadFaultsPresent } from "../bugs/kthreads.js";
import type { PatchSet } from "../designs/patch-sets.js";

/** What kthread_stop does to whom it stops: since 6.1 it also ends interruptible sleeps by TIF_NOTIFY_SIGNAL. */
export const STOPS = ["as in 5.0", "as in 6.18"] as const;

/** The keys that every scenario with kernel threads has. */
export const kthreadScopeKeys = {
  kill: flag(true, "processes are killed while they wait for a thread to be created"),
  limits: flag(true, "copy_process fails for want of memory, or over a limit"),
  signals: flag(true, "threads of a group accept signals, and signals are sent to it"),
  stop: choice(STOPS, "as in 5.0", "what kthread_stop does"),
};

/** The keys of the scope of `thread-groups`. */
export const scopeKeys = {
  groups: number(1, 3, 1, "kthread groups beside kthreadd's own; each has an owner that starts and stops it"),
  creators: number(1, 4, 2, "processes that create a thread in a group, and stop it"),
  nodes: number(1, 2, 1, "memory nodes that a thread may be wanted on"),
  ...kthreadScopeKeys,
  plain: flag(false, "threads are also created by kthreadd itself"),
  otherFlags: flag(
    true,
    "groups are also started with other clone flags, CLONE_THREAD without CLONE_SIGHAND among them",
  ),
  park: flag(true, "kthread_park and kthread_unpark"),
};

/** The switches of a scope, typed. */
export interface Options {
  readonly kill: boolean;
  readonly limits: boolean;
  readonly signals: boolean;
  readonly plain: boolean;
  readonly otherFlags: boolean;
  readonly park: boolean;
  readonly nodes: number;
  /** kthread_stop ends interruptible sleeps by TIF_NOTIFY_SIGNAL. */
  readonly stopNotifies: boolean;
}

/** What guards, effects and properties read as `constants`. */
export interface Constants {
  readonly options: Options;
  readonly faults: KthreadFaults;
}

/** The constants of one machine. */
export function constantsOf({ scope, has }: Variant<PatchSet>): Constants {
  return { options: optionsOf(scope), faults: kthreadFaultsPresent(has) };
}

/** The switches of a scope; those that a scenario does not have are off. */
export function optionsOf(scope: Scope): Options {
  return {
    kill: scope.kill === true,
    limits: scope.limits === true,
    signals: scope.signals === true,
    plain: scope.plain === true,
    otherFlags: scope.otherFlags === true,
    park: scope.park === true,
    nodes: Number(scope.nodes ?? 1),
    stopNotifies: scope.stop === "as in 6.18",
  };
}

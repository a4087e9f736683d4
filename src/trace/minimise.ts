/**
 * Minimising: from a behaviour that shows something, one that shows the same and of which no step can be dropped. Every
 * candidate is run on the real transition relation, so that the result is a behaviour of the machine. The order of the
 * attempts is that of delta debugging: loops and shortcuts, then halves, quarters and so on down to single steps.
 */

import type { Step } from "../machine/action.js";
import { asStep, instanceOf } from "../machine/instance.js";
import type { Instance, Machine } from "../machine/machine.js";
import { ModelError } from "../schema/errors.js";
import { PackedMachine } from "../search/packed.js";
import { type Renaming, renamings } from "./renaming.js";
import { rerun, takeEnabled } from "./rerun.js";
import { targetOf } from "./target.js";

/** Attempts whose number grows with the square of the length are left out above this many steps. */
const SHORT = 48;

/**
 * A minimal behaviour that shows what the given one shows: dropping any single step, and whatever is not enabled
 * without it, leaves a behaviour that does not. Deterministic.
 * @param steps a behaviour of the machine that somewhere breaks (or reaches) the property
 * @param property a property's name, `no-deadlock` or `model-error`
 * @throws RangeError when the steps do not show it, or are none of the machine
 */
export function minimise(machine: Machine, steps: readonly Step[], property: string): Step[] {
  const instances = steps.map((step) => instanceOf(machine, step) ?? -1);
  if (instances.includes(-1)) throw new RangeError("a step is none of this machine");
  return minimiseInstances(new PackedMachine(machine), instances, property).map((instance) =>
    asStep(machine.instances[instance] as Instance),
  );
}

/** {@link minimise} for steps as indexes of instances, on an executor that is at hand. */
export function minimiseInstances(packed: PackedMachine, steps: readonly number[], property: string): number[] {
  const target = targetOf(packed.machine, property);
  const run = (candidate: readonly number[]): number[] | null => rerun(packed, candidate, target);
  if (target.byFailing && !hasInitial(packed)) return [];
  const shown = run(steps);
  if (shown === null) throw new RangeError(`the steps do not show ${property}`);
  const exchanges = renamings(packed.machine);
  for (let best = shown; ; ) {
    let shorter = run(shortcut(packed, best));
    if (shorter === null || shorter.length > best.length) shorter = best;
    shorter = dropChunks(shorter, run);
    if (shorter.length <= SHORT) shorter = dropPairs(shorter, run) ?? dropAndRename(shorter, run, exchanges) ?? shorter;
    if (shorter.length >= best.length) return shorter;
    best = shorter;
  }
}

type Run = (candidate: readonly number[]) => number[] | null;

const without = (steps: readonly number[], at: number, size: number): number[] => [
  ...steps.slice(0, at),
  ...steps.slice(at + size),
];

/** Drops runs of steps, ever smaller ones, until not even a single step can be dropped. */
function dropChunks(steps: number[], run: Run): number[] {
  let best = steps;
  for (let size = Math.max(1, best.length >> 1); ; ) {
    let dropped = false;
    for (let at = 0; at < best.length; ) {
      const shorter = run(without(best, at, size));
      if (shorter === null) at += size;
      else {
        best = shorter;
        dropped = true;
      }
    }
    if (size === 1 && !dropped) return best;
    size = Math.max(1, size >> 1);
  }
}

/** Drops two steps that only go together; `null` when there are no such two. */
function dropPairs(steps: number[], run: Run): number[] | null {
  for (let first = 0; first < steps.length; first++)
    for (let second = first + 1; second < steps.length; second++) {
      const shorter = run(without(without(steps, second, 1), first, 1));
      if (shorter !== null) return shorter;
    }
  return null;
}

/** Drops one step and exchanges two ids in those behind it; `null` when that never helps. */
function dropAndRename(steps: number[], run: Run, exchanges: readonly Renaming[]): number[] | null {
  for (const at of steps.keys())
    for (const exchange of exchanges) {
      const renamed = steps.slice(at + 1).map(exchange);
      if (renamed.includes(-1)) continue;
      const shorter = run([...steps.slice(0, at), ...renamed]);
      if (shorter !== null) return shorter;
    }
  return null;
}

/** The same way with its loops cut out, and with single steps wherever one leads to a later state of the way. */
function shortcut(packed: PackedMachine, steps: readonly number[]): number[] {
  const last = steps.at(-1);
  if (last === undefined) return [];
  const path: Int32Array[] = [];
  const latest = new Map<string, number>();
  // The last step stays: it may be the step itself that shows the property.
  takeEnabled(packed, steps.slice(0, -1), (instance) => {
    const state = (instance === null ? packed.before : packed.after).slice();
    latest.set(state.join(), path.push(state) - 1);
    return false;
  });
  const end = path.length - 1;
  const ways: number[] = [];
  for (let at = latest.get((path[0] as Int32Array).join()) as number; at < end; ) {
    packed.before.set(path[at] as Int32Array);
    let [far, by] = [latest.get((path[at + 1] as Int32Array).join()) as number, steps[at] as number];
    for (const instance of packed.machine.instances.keys()) {
      const reached = successor(packed, instance);
      const where = reached === null ? undefined : latest.get(reached.join());
      if (where !== undefined && where > far) [far, by] = [where, instance];
    }
    ways.push(by);
    at = far;
  }
  return [...ways, last];
}

function successor(packed: PackedMachine, instance: number): Int32Array | null {
  try {
    if (!packed.isEnabled(instance)) return null;
    packed.apply(instance);
    return packed.after;
  } catch (error) {
    if (error instanceof ModelError) return null;
    throw error;
  }
}

function hasInitial(packed: PackedMachine): boolean {
  try {
    packed.initial();
    return true;
  } catch (error) {
    if (error instanceof ModelError) return false;
    throw error;
  }
}

/**
 * Which transitions of a machine an observer brings about who gives one command at a time, and waits until nothing moves
 * any more before giving the next. All others need a step of one call between the steps of another: only a race does that.
 */
import type { Step } from "../machine/action.js";
import { asStep } from "../machine/instance.js";
import type { Machine } from "../machine/machine.js";
import { canonicaliserOf } from "../search/canonical.js";
import { PackedMachine } from "../search/packed.js";

/** What the observer can do. Both are pure, and asked of read-only views that are dead after the call. */
export interface Discipline {
  /** Whether a step is a command rather than what follows from one. */
  readonly isCommand: (before: unknown, step: Step) => boolean;
  /** Whether a command can be given in a state. */
  readonly mayGive: (before: unknown, step: Step) => boolean;
}

/** Transitions of one action, counted in every state (up to symmetry, where the machine declares any). */
export interface Controllable {
  readonly all: number;
  readonly controllable: number;
}

/** What there is and what can be brought about. */
export interface Control {
  readonly states: Controllable;
  readonly transitions: Controllable;
  /** By the name of the action, in the order of the machine; those that occur. */
  readonly actions: ReadonlyMap<string, Controllable>;
}

/** Steps between two states, by number. */
interface Edge {
  readonly from: number;
  readonly to: number;
  readonly action: string;
  /** Whether it can be taken where its state is reached. */
  readonly open: boolean;
}

/**
 * Goes through the whole state space of a machine.
 * @param most states at most
 * @param goesOn asked every thousand states, so that an interrupt is heard
 * @returns `null` when there are more states, or it was not to go on
 * @throws ModelError when model code throws
 */
export async function controlOf(
  machine: Machine,
  discipline: Discipline,
  most: number,
  goesOn: () => boolean = () => true,
): Promise<Control | null> {
  const canonicaliser = canonicaliserOf(machine);
  const packed = new PackedMachine(machine);
  const numbers = new Map<string, number>();
  const states: Int32Array[] = [];
  const numberOf = (words: Int32Array): number => {
    canonicaliser?.canonicalise(words);
    const key = words.join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, states.length);
    return states.push(words.slice()) - 1;
  };
  const edges: Edge[][] = [];
  numberOf(packed.initial());
  for (let from = 0; from < states.length; from++) {
    if (states.length > most) return null;
    if (from % 1000 === 0) {
      await new Promise(setImmediate);
      if (!goesOn()) return null;
    }
    edges.push([]);
    for (const [index, instance] of machine.instances.entries()) {
      packed.before.set(states[from] as Int32Array);
      packed.beforeRoot.tree.restore();
      if (!packed.isEnabled(index)) continue;
      const { view } = packed.beforeRoot;
      const step = asStep(instance);
      const open = !discipline.isCommand(view, step) || discipline.mayGive(view, step);
      packed.apply(index);
      edges[from]?.push({ from, to: numberOf(packed.after), action: instance.action.name, open });
    }
  }
  return counted(machine, edges);
}

function counted({ actions }: Machine, edges: readonly (readonly Edge[])[]): Control {
  const reached = new Set([0]);
  // A set is walked over what is added meanwhile as well.
  for (const state of reached) for (const { to, open } of edges[state] ?? []) if (open) reached.add(to);
  const count = (of: readonly Edge[]): Controllable => ({
    all: of.length,
    controllable: of.filter(({ from, open }) => open && reached.has(from)).length,
  });
  const all = edges.flat();
  const named = actions.map(({ name }) => [name, count(all.filter(({ action }) => action === name))] as const);
  return {
    states: { all: edges.length, controllable: reached.size },
    transitions: count(all),
    actions: new Map(named.filter(([, { all }]) => all > 0)),
  };
}

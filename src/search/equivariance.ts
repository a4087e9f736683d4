/**
 * Whether ids that were declared interchangeable are: what a renaming makes of a state must have the same steps under
 * their new names, into the same orbits, and every property must say the same. Symmetry reduction is sound when this
 * holds in every state and for every permutation; a search looks at a sample, and tests at all.
 */

import { showStep } from "../machine/action.js";
import { asStep } from "../machine/instance.js";
import type { Machine } from "../machine/machine.js";
import { renamedInstances } from "../machine/renaming.js";
import { diff, printChange } from "../schema/diff.js";
import { ModelError } from "../schema/errors.js";
import { unpack } from "../schema/pack.js";
import type { Canonicaliser } from "../schema/symmetry/canonicaliser.js";
import { randomPermutation } from "../schema/symmetry/kind.js";
import { type Permutation, permuterOf } from "../schema/symmetry/permute.js";
import { generatorPermutations } from "./canonical.js";
import { PackedMachine } from "./packed.js";

/** Compares states with what renamings make of them. */
export interface Equivariance {
  /** How many states were compared with a renamed twin. */
  readonly examined: number;
  /** Chooses from a level of so many states which ones to examine: some of each, the same for any number of workers. */
  begin(states: number): void;
  /** Whether a state, by its words, is among those chosen. */
  chooses(words: Int32Array): boolean;
  /** Compares a state with one renamed twin, which one follows from its words; what differs in one line, or `null`. */
  examine(words: Int32Array): string | null;
  /** The same with a given renaming. */
  compare(words: Int32Array, permutation: Permutation): string | null;
}

/** States of a level that are examined, more or less; of large ones more, one in so many. */
const SAMPLE = 32;
const ONE_IN = 1024;
/** Random renamings to choose from, beside the generators. */
const RENAMINGS = 24;

/** What an instance does in a state: nothing, an error, or a successor with the truth of the properties on the way. */
type Effect =
  | { readonly is: "disabled" | "error" }
  | { readonly is: "taken"; readonly form: string; readonly truths: string };

/** Compares states of a machine by the canonicaliser that a search of it uses. */
export function equivarianceOf(machine: Machine, canonicaliser: Canonicaliser): Equivariance {
  const { instances, properties, symmetry, layout, shape, scenario } = machine;
  const packed = new PackedMachine(machine);
  const permute = permuterOf(layout, symmetry);
  const next = numbersFrom(0x9e3779b9);
  const permutations: Permutation[] = [
    ...generatorPermutations(machine),
    ...Array.from({ length: RENAMINGS }, () => symmetry.map((kind) => randomPermutation(kind, (n) => next() % n))),
  ];
  const renamings = new Map<Permutation, Int32Array>();
  let stride = 1;
  let examined = 0;

  const form = (words: Int32Array): string => {
    const copy = words.slice();
    canonicaliser.canonicalise(copy);
    return copy.join();
  };
  const stateTruths = (): string[] =>
    properties.map(
      ({ name }, n) => `${name}: ${answer(() => packed.badState(n))} ${answer(() => packed.stateExercised(n))}`,
    );
  const effectOf = (instance: number): Effect => {
    try {
      if (!packed.isEnabled(instance)) return { is: "disabled" };
      packed.apply(instance);
    } catch (error) {
      if (error instanceof ModelError) return { is: "error" };
      throw error;
    }
    const truths = properties.map(
      ({ name }, n) =>
        `${name}: ${answer(() => packed.badStep(n, instance))} ${answer(() => packed.stepExercised(n, instance))}`,
    );
    return { is: "taken", form: form(packed.after), truths: truths.join("\n") };
  };
  const nameOf = (instance: number): string =>
    `"${showStep(asStep(instances[instance] as (typeof instances)[number]))}"`;

  function compare(words: Int32Array, permutation: Permutation): string | null {
    examined++;
    let renaming = renamings.get(permutation);
    if (renaming === undefined) {
      renaming = renamedInstances(machine, permutation);
      renamings.set(permutation, renaming);
    }
    const twin = permute(words, permutation);
    packed.before.set(words);
    const here = {
      truths: stateTruths(),
      final: answer(() => packed.isFinal()),
      effects: instances.map((_, n) => effectOf(n)),
    };
    packed.before.set(twin);
    const thereTruths = stateTruths();
    const problem = (what: string): string =>
      `the ids are not interchangeable (${wordsOf(machine, permutation)}): ${what}`;
    for (const [n, truth] of here.truths.entries())
      if (truth !== thereTruths[n]) return problem(`on a state ${truth}, on its twin ${thereTruths[n]}`);
    if (scenario.deadlocks && here.final !== answer(() => packed.isFinal()))
      return problem("a state is final, and its twin is not");
    for (const [n, effect] of here.effects.entries()) {
      const other = renaming[n] as number;
      const there = effectOf(other);
      if (effect.is !== "taken" || there.is !== "taken") {
        if (effect.is !== there.is)
          return problem(
            `${nameOf(n)} is ${STATUS[effect.is]}, and on the twin ${nameOf(other)} is ${STATUS[there.is]}`,
          );
      } else if (effect.form !== there.form)
        return problem(
          `${nameOf(n)} and, on the twin, ${nameOf(other)} lead to different states: ${difference(effect.form, there.form)}`,
        );
      else if (effect.truths !== there.truths) {
        const truths = there.truths.split("\n");
        const at = effect.truths.split("\n").findIndex((truth, t) => truth !== truths[t]);
        return problem(
          `on ${nameOf(n)} ${effect.truths.split("\n")[at]}, on the twin's ${nameOf(other)} ${truths[at]}`,
        );
      }
    }
    return null;
  }

  const difference = (one: string, other: string): string => {
    const value = (text: string) => unpack(layout, Int32Array.from(text.split(","), Number));
    return diff(shape, value(one), value(other)).slice(0, 3).map(printChange).join(", ");
  };

  return {
    get examined() {
      return examined;
    },
    begin(states) {
      stride = Math.min(ONE_IN, Math.max(1, Math.floor(states / SAMPLE)));
    },
    chooses: (words) => (hashOf(words) >>> 0) % stride === 0,
    examine: (words) =>
      compare(words, permutations[(Math.imul(hashOf(words), 0x85ebca6b) >>> 8) % permutations.length] as Permutation),
    compare,
  };
}

const STATUS = { disabled: "disabled", error: "a model error", taken: "enabled" } as const;

/** The exchange in words: `task 0→1 1→0`. */
function wordsOf({ symmetry }: Machine, permutation: Permutation): string {
  return symmetry
    .flatMap(({ name }, k) => {
      const moved = (permutation[k] as readonly number[]).flatMap((to, from) => (to === from ? [] : [`${from}→${to}`]));
      return moved.length === 0 ? [] : [`${name} ${moved.join(" ")}`];
    })
    .join(", ");
}

/** What model code answers, errors included. */
function answer(ask: () => boolean): string {
  try {
    return String(ask());
  } catch (error) {
    if (error instanceof ModelError) return "an error";
    throw error;
  }
}

function hashOf(words: Int32Array): number {
  let hash = 0x811c9dc5;
  for (const word of words) {
    hash = Math.imul(hash ^ word, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}

/** The same numbers in every run: what is sampled must not depend on chance. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

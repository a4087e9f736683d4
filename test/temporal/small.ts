/** Small machines and formulas in a compact notation, for tests. */

import { type Action, author, type Machine, machineOf, number, range, record, scenario } from "../../src/index.js";
import { type Fairness, progress, strong, weak } from "../../src/machine/fairness.js";
import type { Formula } from "../../src/machine/formula.js";
import * as ltl from "../../src/machine/formula.js";

/** A machine on states 0, 1, …, of which 0 is the initial one. */
export interface Small {
  /** `0a1`: action a leads from 0 to 1. Separated by spaces. */
  readonly edges: string;
  /** `p1,2 q0`: p is true in 1 and 2, q in 0. */
  readonly atoms: string;
  /** `Wa Sbc`: weak fairness of a, strong of the set of b and c; `progress`; empty for none. */
  readonly fairness: string;
}

const STATES = 16;
const shape = record({ at: range(0, STATES - 1) });
const { action, liveness, holds } = author(shape);

/** An edge in numbers. */
export interface Edge {
  readonly from: number;
  readonly action: string;
  readonly to: number;
}

export const edgesOf = (text: string): Edge[] =>
  text.split(/\s+/).flatMap((word) => {
    const [, from, name, to] = /^(\d+)([a-z])(\d+)$/.exec(word) ?? [];
    return name === undefined ? [] : [{ from: Number(from), action: name, to: Number(to) }];
  });

export const atomsOf = (text: string): ReadonlyMap<string, readonly number[]> =>
  new Map(
    text
      .split(/\s+/)
      .filter((word) => word !== "")
      .map((word) => [word[0] as string, word.slice(1) === "" ? [] : word.slice(1).split(",").map(Number)]),
  );

/** The machine, with one liveness property `f`. */
export function small({ edges, atoms, fairness }: Small, formula: string): Machine {
  const all = edgesOf(edges);
  const names = [...new Set(all.map((edge) => edge.action))].sort();
  const actions = new Map(
    names.map((name): [string, Action] => {
      const own = all.filter((edge) => edge.action === name);
      const made = action(name, {
        parameters: { edge: range(0, Math.max(0, own.length - 1)) },
        enabled: (s, { edge }) => s.at === own[edge]?.from,
        effect: (draft, { edge }) => {
          draft.at = (own[edge] as Edge).to;
        },
      });
      return [name, made as Action];
    }),
  );
  const of = (letters: string): Action[] => [...letters].flatMap((letter) => actions.get(letter) ?? []);
  const predicates = new Map(
    [...atomsOf(atoms)].map(([name, states]) => [name, holds(name, (s) => states.includes(s.at))]),
  );
  const parsed = parse(formula, (word) => {
    if (word.startsWith("en")) return ltl.enabled(of(word.slice(2)));
    if (word.startsWith("do")) return ltl.taken(of(word.slice(2)));
    return predicates.get(word) ?? ltl.FALSE;
  });
  const assumed = fairness
    .split(/\s+/)
    .filter((word) => word !== "")
    .map((word): Fairness => {
      if (word === "progress") return progress;
      return (word[0] === "W" ? weak : strong)(word, of(word.slice(1)));
    });
  return machineOf(
    scenario({
      name: "small",
      state: shape,
      scope: { unused: number(0, 0, 0, "") },
      actions: [...actions.values()],
      properties: [liveness("f", { formula: () => parsed })],
      fairness: () => assumed,
      deadlocks: false,
    }),
  );
}

/** `G(p -> F q)`: G, F, X, !, then U, R, W, ~> and &, |, -> (of one strength, from the right). */
export function parse(text: string, atom: (word: string) => Formula): Formula {
  const words = text.match(/->|~>|[()!&|]|[GFXURW](?![a-z])|\w+/g) ?? [];
  let at = 0;
  const unary = (): Formula => {
    const word = words[at++];
    switch (word) {
      case "(": {
        const inner = binary();
        at++;
        return inner;
      }
      case "!":
        return ltl.not(unary());
      case "G":
        return ltl.always(unary());
      case "F":
        return ltl.eventually(unary());
      case "X":
        return ltl.next(unary());
      case "true":
        return ltl.TRUE;
      case "false":
        return ltl.FALSE;
      default:
        return atom(word as string);
    }
  };
  const binary = (): Formula => {
    const left = unary();
    const make = OPERATORS[words[at] as string];
    if (make === undefined) return left;
    at++;
    return make(left, binary());
  };
  return binary();
}

const OPERATORS: Readonly<Record<string, (left: Formula, right: Formula) => Formula>> = {
  U: ltl.until,
  R: ltl.release,
  W: ltl.weakUntil,
  "~>": ltl.leadsTo,
  "->": ltl.implies,
  "&": ltl.and,
  "|": ltl.or,
};

/** The formula by itself, with plain names. */
export const formulaOf = (text: string): Formula =>
  parse(text, (word) => {
    const [, op, letters = ""] = /^(en|do)(.*)$/.exec(word) ?? [];
    const actions = [...letters].map((name) => ({ name }));
    if (op !== undefined) return op === "en" ? ltl.enabled(actions) : ltl.taken(actions);
    return { op: "state", name: word, holds: () => false };
  });

/** Random small machines and formulas. */
import seedrandom from "seedrandom";
import type { Small } from "./small.js";

/** The machine and the formula, in the compact notation, of a seed. */
export function randomCase(seed: string): { readonly machine: Small; readonly formula: string } {
  const random = seedrandom(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;
  const states = 1 + below(4);
  const edges = Array.from({ length: 1 + below(6) }, () => `${below(states)}${pick(["a", "b", "c"])}${below(states)}`);
  const subset = (): string =>
    Array.from({ length: states }, (_, n) => n)
      .filter(() => random() < 0.4)
      .join(",");
  const fairness = pick([
    [],
    ["progress"],
    Array.from({ length: 1 + below(3) }, () => `${pick(["W", "S"])}${pick(["a", "b", "c", "ab", "bc"])}`),
    [`S${pick(["a", "b"])}`, `S${pick(["b", "c"])}`, "progress"],
  ]);
  let temporal = 1 + below(3);
  const formula = (depth: number): string => {
    if (depth === 0 || random() < 0.15)
      return pick(["p", "q", "p", "q", "!p", "!q", "ena", "doa", "enb", "dob", "doc", "true"]);
    if (temporal > 0 && random() < 0.7) {
      temporal--;
      if (random() < 0.3) return `(${formula(depth - 1)} ${pick(["U", "R", "W"])} ${formula(depth - 1)})`;
      if (temporal > 0 && random() < 0.2) {
        temporal--;
        return `(${formula(depth - 1)} ~> ${formula(depth - 1)})`;
      }
      return `${pick(["G ", "F ", "X ", "G F ", "F G "])}(${formula(depth - 1)})`;
    }
    return `(${formula(depth - 1)} ${pick(["&", "|", "->"])} ${formula(depth - 1)})`;
  };
  return {
    machine: {
      edges: [...new Set(edges)].join(" "),
      atoms: `p${subset()} q${subset()}`,
      fairness: fairness.join(" "),
    },
    formula: formula(3),
  };
}

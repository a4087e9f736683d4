/**
 * An independent, slow decision procedure, for tests. A behaviour takes some edges again and again, and all others
 * finitely often. For every set of edges it is asked whether exactly these can be taken for ever: whether that is fair
 * follows from the set alone; whether the formula can be false meanwhile, from *truth vectors*: each position has a
 * truth value for every subformula, and consecutive positions agree on what the temporal operators say of each other.
 * A loop of positions shows a behaviour if every "until" that is true is fulfilled on it, and every "release" that is
 * false refuted. There are finitely many sets and vectors, and all are tried.
 */
import type { Atom, Formula } from "../../src/machine/formula.js";
import { atomsOf, type Edge, edgesOf, type Small } from "./small.js";

interface Position {
  readonly edge: number;
  /** By subformula. */
  readonly truth: readonly boolean[];
}
/** `null` for the action of a state that repeats for ever. */
type Step = Omit<Edge, "action"> & { readonly action: string | null };

/** Whether all fair behaviours satisfy the formula. Atoms: `p`, `en…` and `do…` as in the compact notation. */
export function holdsSlowly(machine: Small, formula: Formula): boolean {
  const steps: Step[] = edgesOf(machine.edges);
  const fairness = machine.fairness.split(/\s+/).filter((word) => word !== "");
  const states = new Set([0, ...steps.flatMap(({ from, to }) => [from, to])]);
  const sets = fairness.map((word) => (word === "progress" ? null : [...word.slice(1)]));
  const isIn = (set: readonly string[] | null, step: Step): boolean =>
    step.action !== null && (set === null || set.includes(step.action));
  const enables = (state: number, set: readonly string[] | null): boolean =>
    steps.some((step) => step.from === state && isIn(set, step));
  for (const state of states)
    if (!sets.some((set) => enables(state, set))) steps.push({ from: state, action: null, to: state });

  const isFair = (taken: readonly Step[]): boolean =>
    fairness.every((word, n) => {
      const set = sets[n] as string[] | null;
      if (taken.some((step) => isIn(set, step))) return true;
      return word[0] === "S"
        ? !taken.some(({ from }) => enables(from, set))
        : !taken.every(({ from }) => enables(from, set));
    });

  const parts: Formula[] = [];
  const collect = (part: Formula): void => {
    if ("left" in part) [part.left, part.right].forEach(collect);
    else if ("of" in part) (Array.isArray(part.of) ? (part.of as Formula[]) : [part.of as Formula]).forEach(collect);
    parts.push(part);
  };
  collect(desugared(formula));
  const root = parts.length - 1;
  const truths = atomsOf(machine.atoms);
  const atomAt = (atom: Atom, step: Step): boolean => {
    if (atom.op === "enabled") return enables(step.from, atom.actions);
    if (atom.op === "taken") return isIn(atom.actions, step);
    return truths.get(atom.name)?.includes(step.from) ?? false;
  };

  // All positions: an edge, and a value for each temporal subformula; the others follow.
  const temporal = parts.filter(isTemporal);
  const positions: Position[] = steps.flatMap((step, edge) =>
    Array.from({ length: 2 ** temporal.length }, (_, choice): Position => {
      const value = (part: Formula): boolean => {
        switch (part.op) {
          case "constant":
            return part.value;
          case "not":
            return !value(part.of);
          case "and":
            return part.of.every(value);
          case "or":
            return part.of.some(value);
          case "implies":
            return !value(part.left) || value(part.right);
          default:
            return isTemporal(part) ? ((choice >> temporal.indexOf(part)) & 1) === 1 : atomAt(part as Atom, step);
        }
      };
      return { edge, truth: parts.map(value) };
    }),
  );
  const at = (position: Position, part: Formula): boolean => position.truth[parts.indexOf(part)] as boolean;
  const follows = (one: Position, two: Position): boolean => {
    const [before, after] = [steps[one.edge] as Step, steps[two.edge] as Step];
    if (before.to !== after.from || (before.action === null && one.edge !== two.edge)) return false;
    return temporal.every((part) => {
      const later = at(two, part);
      switch (part.op) {
        case "next":
          return at(one, part) === at(two, part.of);
        case "until":
          return at(one, part) === (at(one, part.right) || (at(one, part.left) && later));
        case "release":
          return at(one, part) === (at(one, part.right) && (at(one, part.left) || later));
        default:
          return true;
      }
    });
  };
  const successors = positions.map((one) => positions.flatMap((two, n) => (follows(one, two) ? [n] : [])));
  const reach = (from: Iterable<number>, inside: (position: number) => boolean): Set<number> => {
    const found = new Set<number>();
    const open = [...from];
    for (let one = open.pop(); one !== undefined; one = open.pop())
      for (const two of successors[one] as number[])
        if (inside(two) && !found.has(two)) {
          found.add(two);
          open.push(two);
        }
    return found;
  };
  const first = positions.flatMap((position, n) =>
    (steps[position.edge] as Step).from === 0 && position.truth[root] === false ? [n] : [],
  );
  const reachable = new Set([...first, ...reach(first, () => true)]);

  for (let set = 1; set < 2 ** steps.length; set++) {
    const taken = steps.filter((_, edge) => ((set >> edge) & 1) === 1);
    if (!isFair(taken)) continue;
    const inside = (position: number): boolean =>
      reachable.has(position) && ((set >> (positions[position] as Position).edge) & 1) === 1;
    const seen = new Set<number>();
    for (const [n] of positions.entries()) {
      if (!inside(n) || seen.has(n)) continue;
      const forth = reach([n], inside);
      const component = [...forth].filter((other) => other === n || reach([other], inside).has(n));
      if (!forth.has(n)) continue;
      for (const one of component) seen.add(one);
      const members = component.map((one) => positions[one] as Position);
      const edges = new Set(members.map(({ edge }) => edge));
      if (edges.size !== taken.length) continue;
      const fulfilled = temporal.every((part) => {
        if (part.op === "until") return members.some((one) => !at(one, part) || at(one, part.right));
        if (part.op === "release") return members.some((one) => at(one, part) || !at(one, part.right));
        return true;
      });
      if (fulfilled) return false;
    }
  }
  return true;
}

type Temporal =
  | { readonly op: "next"; readonly of: Formula }
  | { readonly op: "until" | "release"; readonly left: Formula; readonly right: Formula };

const isTemporal = (part: Formula): part is Formula & Temporal =>
  part.op === "next" || part.op === "until" || part.op === "release";

/** Without the operators that others explain. */
function desugared(formula: Formula): Formula {
  switch (formula.op) {
    case "always":
      return { op: "release", left: { op: "constant", value: false }, right: desugared(formula.of) };
    case "eventually":
      return { op: "until", left: { op: "constant", value: true }, right: desugared(formula.of) };
    case "leadsTo":
      return desugared({
        op: "always",
        of: { op: "implies", left: formula.left, right: { op: "eventually", of: formula.right } },
      });
    case "not":
    case "next":
      return { op: formula.op, of: desugared(formula.of) };
    case "and":
    case "or":
      return { op: formula.op, of: formula.of.map(desugared) };
    case "until":
    case "release":
    case "implies":
      return { op: formula.op, left: desugared(formula.left), right: desugared(formula.right) };
    default:
      return formula;
  }
}

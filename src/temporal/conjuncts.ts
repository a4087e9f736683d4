/** What a formula is made of, as far as verdicts need it: its parts, their premises, and what they wait for. */
import type { Formula } from "../machine/formula.js";

/** Formulas that hold together exactly when the formula does. Each is judged by itself, which is cheaper. */
export function conjunctsOf(formula: Formula): Formula[] {
  if (formula.op === "and") return formula.of.flatMap(conjunctsOf);
  if (formula.op === "always" && formula.of.op === "and")
    return formula.of.of.flatMap((of) => conjunctsOf({ op: "always", of }));
  return [formula];
}

/** Whether a formula speaks of one position alone. */
export function isPropositional(formula: Formula): boolean {
  switch (formula.op) {
    case "next":
    case "always":
    case "eventually":
    case "until":
    case "release":
    case "leadsTo":
      return false;
    case "not":
      return isPropositional(formula.of);
    case "and":
    case "or":
      return formula.of.every(isPropositional);
    case "implies":
      return isPropositional(formula.left) && isPropositional(formula.right);
    default:
      return true;
  }
}

/** What has to occur for a formula to have anything to say; `null` when it always has. */
export function premiseOf(formula: Formula): Formula | null {
  const inner = formula.op === "always" ? formula.of : formula;
  if (inner.op !== "leadsTo" && inner.op !== "implies") return null;
  return isPropositional(inner.left) ? inner.left : null;
}

/** What a violating behaviour never comes to: what the formula waits for, or the formula itself. */
export function awaitedBy(formula: Formula): Formula {
  switch (formula.op) {
    case "always":
    case "eventually":
      return isPropositional(formula.of) ? formula.of : awaitedBy(formula.of);
    case "leadsTo":
    case "implies":
      return isPropositional(formula.right) ? formula.right : awaitedBy(formula.right);
    default:
      return formula;
  }
}

/** A formula of one position, by the truth of its atoms. */
export function holdsHere(formula: Formula, atom: (of: Formula) => boolean): boolean {
  switch (formula.op) {
    case "constant":
      return formula.value;
    case "not":
      return !holdsHere(formula.of, atom);
    case "and":
      return formula.of.every((one) => holdsHere(one, atom));
    case "or":
      return formula.of.some((one) => holdsHere(one, atom));
    case "implies":
      return !holdsHere(formula.left, atom) || holdsHere(formula.right, atom);
    default:
      return atom(formula);
  }
}

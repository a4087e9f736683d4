/**
 * Formulas in negation normal form: negation stands before atoms only, and what is left of the operators is and, or,
 * next, until and release. Equal formulas are the same object, so that sets of them can be compared.
 */
import type { Atom, Formula } from "../machine/formula.js";

/** A formula in negation normal form. */
export type Positive = { readonly id: number } & (
  | { readonly op: "true" | "false" }
  | { readonly op: "literal"; readonly atom: number; readonly value: boolean }
  | { readonly op: "next"; readonly of: Positive }
  | { readonly op: "and" | "or" | "until" | "release"; readonly left: Positive; readonly right: Positive }
);

type Binary = "and" | "or" | "until" | "release";

/** Formulas that are compared with each other. */
export class PositiveFormulas {
  private readonly known = new Map<string, Positive>();
  readonly true: Positive = { id: 0, op: "true" };
  readonly false: Positive = { id: 1, op: "false" };

  /** @param atomOf the position of an atom in the alphabet */
  constructor(private readonly atomOf: (atom: Atom) => number) {}

  /** The formula, or its negation. */
  of(formula: Formula, value = true): Positive {
    switch (formula.op) {
      case "constant":
        return formula.value === value ? this.true : this.false;
      case "not":
        return this.of(formula.of, !value);
      case "next":
        return this.next(this.of(formula.of, value));
      case "always":
        return value ? this.always(this.of(formula.of)) : this.eventually(this.of(formula.of, false));
      case "eventually":
        return value ? this.eventually(this.of(formula.of)) : this.always(this.of(formula.of, false));
      case "and":
      case "or": {
        const conjunction = (formula.op === "and") === value;
        return formula.of
          .map((one) => this.of(one, value))
          .reduce(
            (all, one) => this.binary(conjunction ? "and" : "or", all, one),
            conjunction ? this.true : this.false,
          );
      }
      case "implies":
        return value
          ? this.binary("or", this.of(formula.left, false), this.of(formula.right))
          : this.binary("and", this.of(formula.left), this.of(formula.right, false));
      case "until":
      case "release":
        return this.binary(
          (formula.op === "until") === value ? "until" : "release",
          this.of(formula.left, value),
          this.of(formula.right, value),
        );
      case "leadsTo":
        return value
          ? this.always(this.binary("or", this.of(formula.left, false), this.eventually(this.of(formula.right))))
          : this.eventually(this.binary("and", this.of(formula.left), this.always(this.of(formula.right, false))));
      default: {
        const atom = this.atomOf(formula);
        return this.intern(`${value}${atom}`, (id) => ({ id, op: "literal", atom, value }));
      }
    }
  }

  private always(of: Positive): Positive {
    return this.binary("release", this.false, of);
  }

  private eventually(of: Positive): Positive {
    return this.binary("until", this.true, of);
  }

  private next(of: Positive): Positive {
    return of.op === "true" || of.op === "false" ? of : this.intern(`next ${of.id}`, (id) => ({ id, op: "next", of }));
  }

  private binary(op: Binary, left: Positive, right: Positive): Positive {
    if (op === "and" || op === "or") {
      const [neutral, absorbing] = op === "and" ? [this.true, this.false] : [this.false, this.true];
      if (left === absorbing || right === absorbing) return absorbing;
      if (left === neutral || left === right) return right;
      if (right === neutral) return left;
    } else {
      if (right.op === "true" || right.op === "false") return right;
      // Repeating "eventually" or "always" adds nothing.
      if (right.op === op && left === right.left) return right;
    }
    return this.intern(`${left.id} ${op} ${right.id}`, (id) => ({ id, op, left, right }));
  }

  private intern(key: string, make: (id: number) => Positive): Positive {
    let formula = this.known.get(key);
    if (formula === undefined) {
      formula = make(this.known.size + 2);
      this.known.set(key, formula);
    }
    return formula;
  }
}

import { expect } from "vitest";
import { checkLiveness } from "../../src/temporal/check.js";
import { replay } from "../../src/trace/replay.js";
import { randomCase } from "./random-small.js";
import { holdsSlowly } from "./slow.js";
import { formulaOf, small } from "./small.js";

/** Compares the verdicts on random machines and formulas with those of the slow procedure. */
export async function agreeOnRandom(seed: string, cases: number): Promise<void> {
  const counts = { holds: 0, violated: 0 };
  for (let n = 0; n < cases; n++) {
    const { machine, formula } = randomCase(`${seed}-${n}`);
    const made = small(machine, formula);
    const { outcomes } = await checkLiveness(made);
    const says = `SEED=${seed}, case ${n}: ${Object.values(machine).join(" · ")} · ${formula}`;
    expect(outcomes[0]?.error, says).toBeNull();
    const holds = outcomes[0]?.lasso === null;
    expect(holds, says).toBe(holdsSlowly(machine, formulaOf(formula)));
    const lasso = outcomes[0]?.lasso;
    if (lasso) expect(replay(made, { ...lasso, property: "f" }).outcome, says).toBe("violates");
    counts[holds ? "holds" : "violated"]++;
  }
  expect(Math.min(...Object.values(counts)), `seed ${seed}`).toBeGreaterThan(cases / 20);
}

import { describe, expect, test } from "vitest";
import { checkLiveness } from "../../src/temporal/check.js";
import { small } from "./small.js";
import { suite } from "./suite.js";

test("the suite has more than 60 machines", () => {
  expect(Object.values(suite).flat().length).toBeGreaterThanOrEqual(60);
});

describe.each(Object.entries(suite))("%s", (_, cases) => {
  test.each(cases.map((one) => [one.slice(0, 4).join(" · "), one] as const))("%s", async (_name, one) => {
    const [edges, atoms, fairness, formula, holds] = one;
    const { outcomes, complete } = await checkLiveness(small({ edges, atoms, fairness }, formula));
    expect(complete).toBe(true);
    expect(outcomes[0]?.error).toBeNull();
    expect(outcomes[0]?.lasso === null).toBe(holds);
  });
});

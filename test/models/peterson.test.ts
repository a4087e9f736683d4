import { describe, expect, test } from "vitest";
import { countsOf, explored, stepsOf, troubles } from "./explored.js";
import { peterson } from "./peterson.js";
import { plainSearch } from "./plain-search.js";

describe("Peterson's algorithm", () => {
  test("excludes, is fair, and has the counts of a plain twin", async () => {
    const result = await explored(peterson);
    expect(troubles(result)).toEqual([]);
    expect(countsOf(result)).toEqual(plainPeterson());
  });

  test("taking the turn for oneself breaks exclusion in six steps", async () => {
    const result = await explored(peterson, { bugs: ["never-yields"] });
    expect(stepsOf(result, "both-critical")).toHaveLength(6);
    expect(stepsOf(result, "overtaken-twice")?.at(-1)).toBe("enter");
  });
});

/** Two program counters, who yielded last (-1: nobody), and who was overtaken. */
function plainPeterson() {
  return plainSearch({ at: [0, 0], yields: -1, overtaken: [false, false] }, (state) =>
    [0, 1].flatMap((me) => {
      const other = 1 - me;
      const at = state.at.with(me, (state.at[me] + 1) % 4);
      switch (state.at[me]) {
        case 1:
          return [{ ...state, at, yields: me }];
        case 2: {
          if (state.yields === me && state.at[other] !== 0) return [];
          const passed = state.at[other] === 2 || state.overtaken[other];
          return [{ ...state, at, overtaken: state.overtaken.with(me, false).with(other, passed) }];
        }
        default:
          return [{ ...state, at }];
      }
    }),
  );
}

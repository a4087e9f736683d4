import { describe, expect, test } from "vitest";
import { readPan } from "../../bench/spin.js";

const printed = (errors = 0, more = ""): string => `
State-vector 28 byte, depth reached 22, errors: ${errors}
   296448 states, stored
  2448258 states, matched
  ${more}2744706 transitions (= stored+matched)
hash conflicts:    131655 (resolved)

pan: elapsed time 0.31 seconds
`;

describe("what a verifier prints", () => {
  test("is read, the initial state not counted as a step", () => {
    expect(readPan(printed())).toEqual({ states: 296_448, transitions: 2_744_705, seconds: 0.31 });
  });

  test("is refused when there are errors, or when the search was cut", () => {
    expect(() => readPan(printed(1))).toThrow("1 errors");
    expect(() => readPan(printed(0, "error: max search depth too small\n"))).toThrow("max search depth too small");
    expect(() => readPan("pan: out of memory\n")).toThrow("out of memory");
    expect(() => readPan("")).toThrow("did not print");
  });
});

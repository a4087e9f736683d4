import { describe, expect, test } from "vitest";
import { diningPhilosophers } from "./dining-philosophers.js";
import { explored, troubles } from "./explored.js";

describe("dining philosophers", () => {
  test.each([2, 3, 5])("%i of them deadlock when each has taken the first fork", async (philosophers) => {
    const result = await explored(diningPhilosophers, { scope: { philosophers } });
    expect(result.complete).toBe(true);
    expect(result.deadlock?.map(({ action }) => action)).toEqual(Array(philosophers).fill("take first fork"));
    expect(new Set(result.deadlock?.map(({ parameters }) => parameters.who)).size).toBe(philosophers);
    expect(troubles(result)).toEqual(["deadlock"]);
  });

  test.each([3, 4, 5, 8])(
    "%i of them have as many states as there are words around the table",
    async (philosophers) => {
      const result = await explored(diningPhilosophers, { scope: { philosophers } });
      expect(result.states).toBe(circularWords(philosophers));
    },
  );

  test("nobody is stuck when one philosopher starts with the other hand", async () => {
    const result = await explored(diningPhilosophers, { scope: { philosophers: 5 }, design: "one-differs" });
    expect(troubles(result)).toEqual([]);
  });
});

/** Words over think, hold, eat in a circle in which eat is followed by think: the trace of a power of the transfer matrix. */
function circularWords(length: number): number {
  const follows = [
    [1, 1, 1],
    [1, 1, 1],
    [1, 0, 0],
  ];
  const times = (a: number[][], b: number[][]) =>
    a.map((row) => [0, 1, 2].map((j) => row.reduce((sum, x, k) => sum + x * b[k][j], 0)));
  const power = Array.from({ length: length - 1 }).reduce<number[][]>((product) => times(product, follows), follows);
  return power[0][0] + power[1][1] + power[2][2];
}

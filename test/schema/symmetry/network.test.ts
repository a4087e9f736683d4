import { expect, test } from "vitest";
import { sortingNetwork } from "../../../src/schema/symmetry/network.js";

test.each([0, 1, 2, 3, 5, 6, 7, 8, 11])("a network for %i items sorts them all", (size) => {
  const network = sortingNetwork(size);
  // A network that sorts every row of zeros and ones sorts everything (Knuth, TAOCP 3, 5.3.4, theorem Z).
  for (let bits = 0; bits < 2 ** size; bits++) {
    const row = Array.from({ length: size }, (_, n) => (bits >> n) & 1);
    const sorted = [...row].sort();
    for (const [low, high] of network) {
      const [a, b] = [row[low] as number, row[high] as number];
      row[low] = Math.min(a, b);
      row[high] = Math.max(a, b);
    }
    expect(row).toEqual(sorted);
  }
});

/**
 * Sorting networks: which places to compare and exchange, in which order, to sort any `size` items.
 * Source: K. E. Batcher, "Sorting networks and their applications", AFIPS 1968 (odd-even merge sort).
 */
export function sortingNetwork(size: number): [low: number, high: number][] {
  const steps: [number, number][] = [];
  for (let p = 1; p < size; p *= 2)
    for (let k = p; k >= 1; k /= 2)
      for (let j = k % p; j + k < size; j += 2 * k)
        for (let i = 0; i < Math.min(k, size - j - k); i++)
          if (Math.floor((i + j) / (p * 2)) === Math.floor((i + j + k) / (p * 2))) steps.push([i + j, i + j + k]);
  return steps;
}

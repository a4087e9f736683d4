/** The hash of a packed state, as generated code: straight-line for the number of words. */

/**
 * The source of `hash(words, base)`, a signed 32-bit number: each word is multiplied and rotated in, then mixed so that
 * the low bits depend on all of them (MurmurHash3_x86_32, A. Appleby, with its finaliser).
 * @param seed makes one hash of a family
 */
export function hashSource(words: number, name = "hash", seed = 0x9e3779b9): string {
  const rounds = Array.from(
    { length: words },
    (_, w) =>
      `k = Math.imul(words[base + ${w}], 0xcc9e2d51); h ^= Math.imul((k << 15) | (k >>> 17), 0x1b873593); h = Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64 | 0;`,
  );
  return `
  const ${name} = (words, base) => {
    let h = ${seed | 0}, k = 0;
    ${rounds.join("\n    ")}
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return h ^ (h >>> 16);
  };`;
}

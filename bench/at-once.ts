/**
 * Two searches at once, each with one worker and nothing in common: what the machine's second core can bring at all. Where
 * both cores share their units (simultaneous multithreading) or wait for the same memory, that is far from twice.
 */
import type { Contestant } from "./contestant.js";

/** How such a contestant is called. */
export const AT_ONCE = "1 worker, two searches at once";

/** Runs a contestant beside itself; its seconds are those of a search in the rate of both together. */
export function atOnce(alone: Contestant, other: Contestant): Contestant {
  return {
    ...alone,
    name: alone.name.replace("1 worker", AT_ONCE),
    checker: "other",
    run: async () => {
      const [a, b] = await Promise.all([alone.run(), other.run()]);
      return {
        ...a,
        seconds: Math.max(a.seconds, b.seconds) / 2,
        wall: Math.max(a.wall, b.wall),
        // Each is the other's disturbance.
        others: null,
      };
    },
  };
}

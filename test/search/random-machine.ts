/** Random machines, and a search of them that shares no code with the checker's. */
import type { Machine } from "../../src/machine/machine.js";
import type { MachineSource } from "../../src/search/machine-source.js";

interface Point {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}
interface Shape {
  readonly side: number;
  readonly actions: number;
  readonly choices: number;
}
interface Fixture {
  make(seed: number): Machine;
  shapeOf(seed: number): Shape;
  enabled(seed: number, shape: Shape, k: number, at: Point, p: number): boolean;
  fails(seed: number, shape: Shape, k: number, at: Point): boolean;
  apply(seed: number, shape: Shape, k: number, at: Point, p: number): Point;
  badState(seed: number, at: Point): boolean;
  badStep(seed: number, at: Point, p: number, after: Point): boolean;
}

const url = new URL("../fixtures/models/random-machine.js", import.meta.url).href;
const fixture = (await import(/* @vite-ignore */ url)) as Fixture;

/** The machine of a seed, and how another thread comes by it. */
export const randomMachine = (seed: number): { readonly machine: Machine; readonly source: MachineSource } => ({
  machine: fixture.make(seed),
  source: { module: url, make: "make", with: seed },
});

/** What a seed chooses. */
export const shapeOf = (seed: number): Shape => fixture.shapeOf(seed);

/** What a plain search finds; `null` for machines that throw, whose searches end early. */
export interface PlainResult {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  /** Steps to the nearest violations; `null` for none. */
  readonly badState: number | null;
  readonly badStep: number | null;
  readonly deadlock: number | null;
}

/** Breadth-first search over plain objects. */
export function plainly(seed: number): PlainResult | null {
  const shape = fixture.shapeOf(seed);
  const key = ({ a, b, c }: Point): string => `${a} ${b} ${c}`;
  let level: Point[] = [{ a: 0, b: 0, c: 0 }];
  const seen = new Set(level.map(key));
  let transitions = 0;
  let depth = 0;
  let badState = fixture.badState(seed, level[0] as Point) ? 0 : null;
  let badStep: number | null = null;
  let deadlock: number | null = null;
  for (;;) {
    const next: Point[] = [];
    for (const at of level) {
      const before = transitions;
      for (let k = 0; k < shape.actions; k++)
        for (let p = 0; p < shape.choices; p++) {
          if (!fixture.enabled(seed, shape, k, at, p)) continue;
          if (fixture.fails(seed, shape, k, at)) return null;
          const after = fixture.apply(seed, shape, k, at, p);
          transitions++;
          if (fixture.badStep(seed, at, p, after)) badStep ??= depth + 1;
          if (seen.has(key(after))) continue;
          seen.add(key(after));
          next.push(after);
          if (fixture.badState(seed, after)) badState ??= depth + 1;
        }
      if (transitions === before) deadlock ??= depth;
    }
    if (next.length === 0) return { states: seen.size, transitions, depth, badState, badStep, deadlock };
    level = next;
    depth++;
  }
}

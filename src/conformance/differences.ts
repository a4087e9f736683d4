/**
 * What one machine can show and another cannot: trace inclusion, by a breadth-first search through the states of the one
 * beside all that the other can be in after the same observations. What hidden steps there are, and in which order, does not
 * matter; whatever interleaving the other has to offer is taken into account.
 */
import { setImmediate } from "node:timers/promises";
import type { Step } from "../machine/action.js";
import { asStep } from "../machine/instance.js";
import type { Instance, Machine } from "../machine/machine.js";
import type { Observation } from "../machine/observation.js";
import { type Follower, Knowledge } from "./knowledge.js";
import { ObservedGraph, type Seen } from "./observed-graph.js";

/** A shortest behaviour that ends with something that the other machine never shows after the same. */
export interface Difference {
  readonly kind: string;
  /** All that is seen of it, the difference last. */
  readonly seen: readonly Observation[];
  readonly steps: readonly Step[];
  /** A shortest behaviour of the other machine that shows the same but for the last. */
  readonly otherSteps: readonly Step[];
  /** The outcomes that the other machine can show there instead. */
  readonly instead: readonly string[];
}

/** What was found, and how far the search went. */
export interface Differences {
  readonly found: readonly Difference[];
  /** Pairs of a state and a set of possible states. */
  readonly pairs: number;
  /** All behaviours of up to so many steps were looked at. */
  readonly depth: number;
  /** Whether these are all there are. */
  readonly complete: boolean;
}

/** Where the search ends. */
export interface DifferenceOptions {
  /** Pairs at most; unlimited unless told. */
  readonly maxPairs?: number | undefined;
  /** Steps at most; unlimited unless told. */
  readonly maxDepth?: number | undefined;
  readonly maxSeconds?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Node {
  readonly state: number;
  readonly set: number;
  readonly from: Node | null;
  readonly instance: number;
  readonly seen: Seen | null;
}

/**
 * The shortest differences, one for each kind of observation. Beyond a difference the two are not compared any more.
 * @throws ModelError when model code throws
 */
export async function differencesOf(
  one: Machine,
  other: Machine,
  { maxPairs = Infinity, maxDepth = Infinity, maxSeconds = Infinity, signal }: DifferenceOptions = {},
): Promise<Differences> {
  const graph = new ObservedGraph(one);
  const others = new ObservedGraph(other);
  const knowledge = new Knowledge(others);
  const until = performance.now() + maxSeconds * 1000;
  const met = new Set<string>(["0 0"]);
  const found = new Map<string, Difference>();
  let level: Node[] = [{ state: 0, set: 0, from: null, instance: -1, seen: null }];
  let depth = 0;
  for (; level.length > 0; depth++) {
    const next: Node[] = [];
    if (depth >= maxDepth) return { found: [...found.values()], pairs: met.size, depth, complete: false };
    for (const [n, node] of level.entries()) {
      if (n % 500 === 0) await setImmediate();
      if (met.size > maxPairs || signal?.aborted === true || performance.now() > until)
        return { found: [...found.values()], pairs: met.size, depth, complete: false };
      for (const { instance, seen, to } of graph.edges(node.state)) {
        const set = seen === null ? node.set : knowledge.after(node.set).get(seen.says)?.set;
        const child = { state: to, set: set ?? -1, from: node, instance, seen };
        const key = `${to} ${set}`;
        if (set !== undefined && !met.has(key)) {
          met.add(key);
          next.push(child);
        } else if (set === undefined && seen !== null && !found.has(seen.kind))
          found.set(seen.kind, difference(one, child, others, [...knowledge.after(node.set).values()]));
      }
    }
    level = next;
  }
  return { found: [...found.values()], pairs: met.size, depth: depth - 1, complete: true };
}

function difference(one: Machine, last: Node, others: ObservedGraph, followers: readonly Follower[]): Difference {
  const path: Node[] = [];
  for (let node = last; node.from !== null; node = node.from) path.unshift(node);
  const seen = path.flatMap((node) => node.seen ?? []);
  return {
    kind: (last.seen as Seen).kind,
    seen: seen.map(({ kind, says }) => ({ kind, says })),
    steps: path.map(({ instance }) => asStep(one.instances[instance] as Instance)),
    otherSteps: behaviourShowing(others, seen.slice(0, -1)),
    instead: followers.flatMap(({ seen: { isCall, says } }) => (isCall ? [] : [says])).sort(),
  };
}

interface Shown {
  readonly state: number;
  /** How many of the observations have been made. */
  readonly made: number;
  readonly from: Shown | null;
  readonly instance: number;
}

/** A shortest behaviour that shows the observations, and nothing else. There is one. */
function behaviourShowing(graph: ObservedGraph, wanted: readonly Observation[]): Step[] {
  const reached = new Map<string, Shown>([["0 0", { state: 0, made: 0, from: null, instance: -1 }]]);
  // A map is walked over what is added meanwhile as well.
  for (const at of reached.values()) {
    if (at.made === wanted.length) {
      const steps: Step[] = [];
      for (let node = at; node.from !== null; node = node.from)
        steps.unshift(asStep(graph.machine.instances[node.instance] as Instance));
      return steps;
    }
    for (const { instance, seen, to } of graph.edges(at.state)) {
      if (seen !== null && seen.says !== wanted[at.made]?.says) continue;
      const made = at.made + (seen === null ? 0 : 1);
      const key = `${to} ${made}`;
      if (!reached.has(key)) reached.set(key, { state: to, made, from: at, instance });
    }
  }
  throw new Error("nothing shows what was found to be possible");
}

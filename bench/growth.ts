/** The rate of one long search as its state space grows, told by the search itself. */
import { availableParallelism } from "node:os";
import { leaseCore } from "../properties/scenarios/lease-core.js";
import { sourceOf } from "../src/cli/remake.js";
import { machineOf } from "../src/machine/machine.js";
import { explore } from "../src/search/explore.js";

/** How far a search was. */
export interface Point {
  readonly states: number;
  readonly transitions: number;
  readonly seconds: number;
  /** What states, keys, table and what was learnt took then, in bytes. */
  readonly bytes: number;
}

/** The rate as a search grows. */
export interface Curve {
  /** What was searched and how, in one sentence. */
  readonly scenario: string;
  readonly depth: number;
  /** Most resident memory of the whole process, in bytes. */
  readonly peak: number;
  /** The last one is the end of the search. */
  readonly points: readonly Point[];
}

/** 10^8 states without symmetry: what `lease-core` has with one more thread, group and description of each kind. */
const SCOPE = { tasks: 4, threads: 3, dup: true };
const FIRST = 100_000;
/** Four points a power of ten. */
const FACTOR = 10 ** 0.25;

/** Searches, and keeps where the search was each time it had grown by a quarter of a power of ten. */
export async function grow(tell: (point: Point) => void): Promise<Curve> {
  const machine = machineOf(leaseCore, { scope: SCOPE });
  const workers = availableParallelism();
  const points: Point[] = [];
  let next = FIRST;
  const keep = ({ states, transitions, seconds, bytes }: Point): void => {
    points.push({ states, transitions, seconds, bytes });
    tell({ states, transitions, seconds, bytes });
  };
  const result = await explore(machine, {
    workers,
    symmetry: false,
    secondsAlone: 0,
    source: sourceOf(machine, []),
    onProgress: (progress) => {
      if (progress.states < next) return;
      keep(progress);
      while (next <= progress.states) next *= FACTOR;
    },
  });
  if (!result.complete) throw new Error("the search ended early");
  keep(result);
  const scope = Object.entries(SCOPE).map(([key, size]) => `${key}=${size}`);
  return {
    scenario: `\`leasecheck check ${leaseCore.name} --scope ${scope.join()} --no-symmetry --no-liveness\``,
    depth: result.depth,
    peak: process.resourceUsage().maxRSS * 1024,
    points,
  };
}

/** Every model in this folder, for tests of the engines. */
import type { Scenario } from "../../src/index.js";
import { boundedQueue } from "./bounded-queue.js";
import { dieHard } from "./die-hard.js";
import { diningPhilosophers } from "./dining-philosophers.js";
import { leaseBreak } from "./lease-break.js";
import { missionaries } from "./missionaries.js";
import { peterson } from "./peterson.js";
import { readersWriters } from "./readers-writers.js";
import { twoPhaseCommit } from "./two-phase-commit.js";

/** All models; together they use every kind of schema. */
export const models: readonly Scenario[] = [
  boundedQueue,
  dieHard,
  diningPhilosophers,
  leaseBreak,
  missionaries,
  peterson,
  readersWriters,
  twoPhaseCommit,
];

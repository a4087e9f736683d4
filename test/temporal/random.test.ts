import { test } from "vitest";
import { agreeOnRandom } from "./agreement.js";

const seed = process.env.SEED ?? String(Date.now());

test(`150 random machines and formulas: the verdicts of a slow, independent procedure, seed ${seed}`, () =>
  agreeOnRandom(seed, 150));

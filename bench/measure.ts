/** Measures one case once and prints the measurement as JSON: for profiling, with no other process about. */
import { explore } from "../src/index.js";
import { type Counts, cases } from "./cases.js";

/** One search, measured. */
export interface Measurement extends Counts {
  readonly complete: boolean;
  readonly seconds: number;
  /** Bytes that the visited set, the states and the parent links take. */
  readonly bytes: number;
  /** The most memory that the process held, in bytes. */
  readonly peak: number;
}

const wanted = cases.find(({ name }) => name === process.argv[2]);
if (wanted === undefined) throw new Error(`no case "${process.argv[2]}"`);
const { states, transitions, depth, complete, seconds, bytes } = await explore(wanted.machine(), { symmetry: false });
const peak = process.resourceUsage().maxRSS * 1024;
const measurement: Measurement = { states, transitions, depth, complete, seconds, bytes, peak };
process.stdout.write(`${JSON.stringify(measurement)}\n`);

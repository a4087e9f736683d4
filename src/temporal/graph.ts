/**
 * The graph of all reachable states, with what formulas ask of each state and step. States are numbered breadth first
 * and their steps stand in the order of the machine's instances, so that the graph is the same in every run; it is made
 * from the machine alone, without reductions, whatever another search of the same machine did.
 *
 * A behaviour may end in a state where no step is owed to fairness: such a state has a twin, its *rest*, that is led to
 * and left for itself by steps of nobody (instance -1). Behaviours are then the infinite paths.
 */
import type { Machine } from "../machine/machine.js";
import type { Limit } from "../machine/verdict.js";
import { expanderOf } from "../search/expander.js";
import { PackedMachine } from "../search/packed.js";
import type { MachineAtom } from "./alphabet.js";
import type { Constraints } from "./constraints.js";
import { type Graph, GraphBuilder } from "./graph-builder.js";
import { StateTable } from "./state-table.js";

export type { Graph } from "./graph-builder.js";

/** Where the search ends early. */
export interface GraphOptions {
  readonly maxStates?: number | undefined;
  readonly maxDepth?: number | undefined;
  readonly maxSeconds?: number | undefined;
  readonly maxBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((states: number, seconds: number) => void) | undefined;
}

const SLICE_MILLISECONDS = 25;
const BETWEEN_LOOKS = 256;

/** Explores a machine. @throws ModelError when model code fails */
export async function graphOf(
  machine: Machine,
  atoms: readonly MachineAtom[],
  constraints: Constraints,
  options: GraphOptions = {},
): Promise<Graph> {
  const started = performance.now();
  const { maxStates = Infinity, maxDepth = Infinity, maxSeconds = Infinity, maxBytes = Infinity, signal } = options;
  const packed = new PackedMachine({ ...machine, properties: [] });
  const table = new StateTable(packed.words);
  const builder = new GraphBuilder(machine, packed, atoms, constraints);
  const expander = expanderOf(packed, {
    successor: (instance) => builder.edge(table.number(packed.after), instance),
    still: (instance) => builder.edge(table.number(packed.before), instance),
    badStep: () => {},
    badState: () => {},
  });
  const bytes = (): number => table.bytes + builder.bytes;
  table.number(packed.initial());
  let limit: Limit = null;
  let depth = 0;
  let levelEnd = 1;
  let expanded = 0;
  let look = started;
  for (; expanded < table.size && limit === null; expanded++) {
    if (expanded === levelEnd) {
      depth++;
      levelEnd = table.size;
      if (table.size > maxStates) limit = "states";
    }
    if (depth >= maxDepth) limit = "depth";
    if (limit === null && expanded % BETWEEN_LOOKS === 0) {
      const now = performance.now();
      if (now - look > SLICE_MILLISECONDS) {
        options.onProgress?.(table.size, (now - started) / 1000);
        await new Promise((resolve) => setImmediate(resolve));
        look = performance.now();
      }
      if (signal?.aborted) limit = "interrupted";
      else if ((now - started) / 1000 > maxSeconds) limit = "time";
      else if (bytes() > maxBytes) limit = "memory";
    }
    if (limit !== null) break;
    table.load(expanded, packed.before);
    builder.begin();
    expander.expand(0);
    builder.end(expanded);
  }
  const taken = bytes();
  return { ...builder.graph(table.size), depth, limit, bytes: taken };
}

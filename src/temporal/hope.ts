/** States from which something can never come about again, whatever is done. */
import type { Graph } from "./graph.js";

/**
 * 1 for the nodes from which no path, fair or not, leads to a node where the predicate holds. Nodes that were not expanded may lead
 * anywhere.
 */
export function beyondHope(graph: Graph, holds: (node: number) => boolean): Uint8Array {
  const { offsets, targets, states, expanded } = graph;
  const nodes = offsets.length - 1;
  const starts = new Int32Array(nodes + 1);
  for (const target of targets) starts[target + 1] = (starts[target + 1] as number) + 1;
  for (let node = 0; node < nodes; node++) starts[node + 1] = (starts[node + 1] as number) + (starts[node] as number);
  const place = starts.slice();
  const sources = new Int32Array(targets.length);
  for (let node = 0; node < nodes; node++)
    for (let edge = offsets[node] as number; edge < (offsets[node + 1] as number); edge++) {
      const target = targets[edge] as number;
      sources[place[target] as number] = node;
      place[target] = (place[target] as number) + 1;
    }
  const hopeless = new Uint8Array(nodes).fill(1);
  const open: number[] = [];
  const save = (node: number): void => {
    if (hopeless[node] === 0) return;
    hopeless[node] = 0;
    open.push(node);
  };
  for (let node = 0; node < nodes; node++) if ((node >= expanded && node < states) || holds(node)) save(node);
  for (let node = open.pop(); node !== undefined; node = open.pop())
    for (let at = starts[node] as number; at < (starts[node + 1] as number); at++) save(sources[at] as number);
  return hopeless;
}

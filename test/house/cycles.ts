/** Cycles in a graph of names. */

/** Some cycles, at least one when there is any: their names in order, the first repeated at the end. */
export function cyclesOf(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles: string[][] = [];
  const finished = new Set<string>();
  const path: string[] = [];
  const visit = (name: string): void => {
    if (finished.has(name)) return;
    const start = path.indexOf(name);
    if (start >= 0) {
      cycles.push([...path.slice(start), name]);
      return;
    }
    path.push(name);
    for (const next of graph.get(name) ?? []) visit(next);
    path.pop();
    finished.add(name);
  };
  for (const name of graph.keys()) visit(name);
  return cycles;
}

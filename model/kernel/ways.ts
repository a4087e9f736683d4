/** The graph of macro steps turned round: how far every situation is from where something is left to do. */

/** The distance of a situation from which nothing is reached. */
export const UNREACHABLE = 0xffffffff;

/** Ways, sorted by where they end, and how far every situation is from something wanted. */
export interface Ways {
  readonly far: Uint32Array;
  /** The step to take from a situation; -1: none. */
  readonly next: Int32Array;
  /** Where the ways into a situation begin. */
  readonly first: Int32Array;
  readonly from: Int32Array;
  readonly by: Int32Array;
  readonly cost: Int32Array;
}

/** Before any are known. */
export const NO_WAYS: Ways = {
  far: new Uint32Array(0),
  next: new Int32Array(0),
  first: new Int32Array(1),
  from: new Int32Array(0),
  by: new Int32Array(0),
  cost: new Int32Array(0),
};

/** Tells of a way: where it ends, where it begins, by which step, and what it costs. */
export type Visit = (end: number, situation: number, step: number, cost: number) => void;

/** All ways, sorted by where they end. @param each tells of them, the same each time */
export function turnedRound(situations: number, each: (visit: Visit) => void): Ways {
  const first = new Int32Array(situations + 1);
  each((end) => {
    first[end + 1] = (first[end + 1] as number) + 1;
  });
  for (let n = 0; n < situations; n++) first[n + 1] = (first[n + 1] as number) + (first[n] as number);
  const ways = first[situations] as number;
  const [from, by, cost] = [new Int32Array(ways), new Int32Array(ways), new Int32Array(ways)];
  const filled = first.slice();
  each((end, situation, step, price) => {
    const way = filled[end] as number;
    filled[end] = way + 1;
    from[way] = situation;
    by[way] = step;
    cost[way] = price;
  });
  return { far: new Uint32Array(situations), next: new Int32Array(situations), first, from, by, cost };
}

/** How far every situation is from one of those wanted, by the cheapest way: Dijkstra's algorithm, all ends at once. */
export function measure({ far, next, first, from, by, cost }: Ways, wanted: readonly number[]): void {
  far.fill(UNREACHABLE);
  next.fill(-1);
  for (const situation of wanted) far[situation] = 0;
  const buckets: number[][] = [[...wanted]];
  for (let distance = 0; distance < buckets.length; distance++)
    for (const at of buckets[distance] ?? []) {
      if (far[at] !== distance) continue;
      const end = first[at + 1] as number;
      for (let way = first[at] as number; way < end; way++) {
        const source = from[way] as number;
        const longer = distance + (cost[way] as number);
        if (longer >= (far[source] as number)) continue;
        far[source] = longer;
        next[source] = by[way] as number;
        while (buckets.length <= longer) buckets.push([]);
        buckets[longer]?.push(source);
      }
    }
}

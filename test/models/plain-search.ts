/** A breadth-first search over plain values, sharing nothing with the checker: a second opinion on the counts of a model. */

/** What was counted. */
export interface Counts {
  readonly states: number;
  readonly transitions: number;
  /** Levels after the initial state. */
  readonly depth: number;
}

/** Explores everything that `successors` reaches; states are equal when their JSON is. */
export function plainSearch<S>(initial: S, successors: (state: S) => readonly S[]): Counts {
  const seen = new Set([JSON.stringify(initial)]);
  let level = [initial];
  let transitions = 0;
  for (let depth = 0; ; depth++) {
    const next: S[] = [];
    for (const state of level)
      for (const successor of successors(state)) {
        transitions++;
        const key = JSON.stringify(successor);
        if (seen.has(key)) continue;
        seen.add(key);
        next.push(successor);
      }
    if (next.length === 0) return { states: seen.size, transitions, depth };
    level = next;
  }
}

/** What the conductor of the actors reports: how each actor stands, what it heard, and what /proc/locks shows. */

/** A thread as seen from outside. */
export interface SeenTask {
  readonly at: "absent" | "user" | "asleep" | "zombie";
  /** Commands it was given so far. */
  readonly told: number;
  /** What its last finished call returned: 0 or more, or a negated errno. */
  readonly result: number;
  readonly pid: number;
}

/** What can be seen at one moment. */
export interface Sight {
  /** False when actors were still running after seconds. */
  readonly settled: boolean;
  readonly tasks: readonly SeenTask[];
  /** Break signals since the last sight: the description they name (-1: none), and the process that got them. */
  readonly signals: readonly { readonly file: number; readonly group: number }[];
  readonly leases: readonly SeenLease[];
}

/** A line of /proc/locks with the lines of the breakers below it. */
export interface SeenLease {
  readonly state: string;
  readonly type: string;
  readonly pid: number;
  readonly inode: number;
  readonly breakers: readonly { readonly type: string; readonly pid: number; readonly depth: number }[];
}

interface Line {
  readonly settled: boolean;
  readonly tasks: readonly (readonly [SeenTask["at"], number, number, number])[];
  readonly signals: readonly (readonly [number, number])[];
  readonly locks: readonly (readonly [string, string, number, number])[];
}

/** Reads a report of the conductor. @throws SyntaxError when it is none */
export function sightOf(text: string): Sight {
  const { settled, tasks, signals, locks } = JSON.parse(text) as Line;
  const leases: (SeenLease & { breakers: { type: string; pid: number; depth: number }[] })[] = [];
  for (const [state, type, pid, last] of locks)
    if (state === "BREAKER") leases.at(-1)?.breakers.push({ type, pid, depth: last - 1 });
    else leases.push({ state, type, pid, inode: last, breakers: [] });
  return {
    settled,
    tasks: tasks.map(([at, told, result, pid]) => ({ at, told, result, pid })),
    signals: signals.map(([file, group]) => ({ file, group })),
    leases,
  };
}

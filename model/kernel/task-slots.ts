/** Which slot of the model each thread of a log has: as in `tasks.ts`, a new one takes the first that is free. */
export class TaskSlots {
  private readonly slots = new Map<number, number>();
  private readonly groups = new Map<number, number>();
  /** The slots of leaders, also when they have exited before their threads. */
  private readonly leaders = new Map<number, { readonly pid: number; readonly slot: number }>();

  /** How many threads there are. */
  get size(): number {
    return this.slots.size;
  }

  /** The slot of a thread. @throws TypeError for one that is not there */
  of(pid: number): number {
    const slot = this.slots.get(pid);
    if (slot === undefined) throw new TypeError(`thread ${pid} is not there`);
    return slot;
  }

  /** The process of a thread. */
  groupOf(pid: number): number {
    return this.groups.get(pid) ?? pid;
  }

  /** The slot of some thread of a process; `null` when it has none. */
  siblingOf(group: number): number | null {
    for (const [pid, slot] of this.slots) if (this.groupOf(pid) === group) return slot;
    return null;
  }

  /** A thread comes; the first of a process is its leader. */
  take(pid: number, group: number): void {
    const taken = new Set([...this.slots.values(), ...[...this.leaders.values()].map(({ slot }) => slot)]);
    let slot = 0;
    while (taken.has(slot)) slot++;
    this.slots.set(pid, slot);
    this.groups.set(pid, group);
    if (!this.leaders.has(group)) this.leaders.set(group, { pid, slot });
  }

  /** A thread exits. A leader keeps its slot, as a zombie, until the last of its threads is gone. */
  leave(pid: number): void {
    const group = this.groupOf(pid);
    this.slots.delete(pid);
    this.groups.delete(pid);
    if (this.siblingOf(group) === null) this.leaders.delete(group);
  }
}

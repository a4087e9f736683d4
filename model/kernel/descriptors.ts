/** Descriptors, descriptions and names of files, as far as a log shows them. */

/** An open file description. */
export interface Description {
  /** The file on disk. */
  readonly inode: number;
  /** Number within the file's history. */
  readonly number: number;
  /** How many descriptors there are, by process. */
  readonly held: Map<number, number>;
}

interface Slot {
  readonly description: Description;
  readonly path: string | null;
  closesOnExec: boolean;
}

/** Names of files on disk: which name is which file now. */
export class Names {
  private readonly known = new Map<string, number>();
  private readonly first: string[] = [];

  /** The file of a name; a new one when the name is new. */
  inode(path: string): number {
    const known = this.known.get(path);
    if (known !== undefined) return known;
    const inode = this.first.push(path) - 1;
    this.known.set(path, inode);
    return inode;
  }

  /** The name by which a file was met first. */
  nameOf(inode: number): string {
    return this.first[inode] ?? "?";
  }

  link(from: string, to: string): void {
    this.known.set(to, this.inode(from));
  }

  unlink(path: string): void {
    this.known.delete(path);
  }
}

/**
 * The descriptor tables of processes. Where a log does not record who shares one, threads that use each other's descriptors
 * are taken for threads of one process.
 */
export class Tables {
  private readonly groups = new Map<number, number>();
  private readonly tables = new Map<number, Map<number, Slot>>();

  /** @param recorded whether the log shows how processes and threads come to be */
  constructor(private readonly recorded: boolean) {}

  /** The process of a thread: the id of one of its threads. */
  groupOf(pid: number): number {
    let group = pid;
    for (let next = this.groups.get(group); next !== undefined; next = this.groups.get(group)) group = next;
    return group;
  }

  /** Makes two threads those of one process. */
  join(pid: number, other: number): void {
    const [into, from] = [this.groupOf(pid), this.groupOf(other)];
    if (into === from) return;
    const table = this.tableOf(into);
    for (const [number, slot] of this.tableOf(from)) {
      table.set(number, slot);
      const { held } = slot.description;
      const count = held.get(from);
      if (count !== undefined) held.set(into, (held.get(into) ?? 0) + count);
      held.delete(from);
    }
    this.tables.delete(from);
    this.groups.set(from, into);
  }

  /** What a descriptor of a thread's process is; `null` when the log does not show it opened. */
  find(pid: number, number: number, path: string | null): Description | null {
    const own = this.tableOf(this.groupOf(pid)).get(number);
    if (own !== undefined) return own.description;
    if (this.recorded) return null;
    const others = [...this.tables].filter(([, table]) => {
      const slot = table.get(number);
      return slot !== undefined && path !== null && slot.path === path;
    });
    const [other] = others;
    if (other === undefined || others.length > 1) return null;
    const taken = this.tableOf(this.groupOf(pid));
    if ([...other[1].keys()].some((key) => taken.has(key))) return null;
    this.join(other[0], pid);
    return this.find(pid, number, path);
  }

  /** A descriptor comes to be. Returns how many of the description the process has now. */
  add(pid: number, number: number, description: Description, path: string | null, closesOnExec: boolean): number {
    const group = this.groupOf(pid);
    this.tableOf(group).set(number, { description, path, closesOnExec });
    const count = (description.held.get(group) ?? 0) + 1;
    description.held.set(group, count);
    return count;
  }

  /** A descriptor goes. Returns how many of the description the process has left. */
  remove(pid: number, number: number): { readonly description: Description; readonly left: number } | null {
    const group = this.groupOf(pid);
    const slot = this.tableOf(group).get(number);
    if (slot === undefined) return null;
    this.tableOf(group).delete(number);
    const left = (slot.description.held.get(group) ?? 1) - 1;
    if (left === 0) slot.description.held.delete(group);
    else slot.description.held.set(group, left);
    return { description: slot.description, left };
  }

  /** A new process has copies of all descriptors. */
  fork(parent: number, child: number): readonly Description[] {
    const copied = [...this.tableOf(this.groupOf(parent))];
    for (const [number, { description, path, closesOnExec }] of copied)
      this.add(child, number, description, path, closesOnExec);
    return copied.map(([, { description }]) => description);
  }

  /** FD_CLOEXEC is set or cleared. */
  closeOnExec(pid: number, number: number, closes: boolean): void {
    const slot = this.tableOf(this.groupOf(pid)).get(number);
    if (slot !== undefined) slot.closesOnExec = closes;
  }

  /** The descriptors that execve closes. */
  closedByExec(pid: number): readonly number[] {
    return [...this.tableOf(this.groupOf(pid))].filter(([, slot]) => slot.closesOnExec).map(([number]) => number);
  }

  /** The descriptors of a thread's process. */
  numbers(pid: number): readonly number[] {
    return [...this.tableOf(this.groupOf(pid)).keys()];
  }

  /** The descriptions that a thread's process has. */
  held(pid: number): readonly Description[] {
    return [...this.tableOf(this.groupOf(pid)).values()].map(({ description }) => description);
  }

  /** A process is no more. Returns the descriptions that nobody has now. */
  end(pid: number): readonly Description[] {
    const group = this.groupOf(pid);
    const had = new Set(this.held(pid));
    for (const { held } of had) held.delete(group);
    this.tables.delete(group);
    return [...had].filter(({ held }) => held.size === 0);
  }

  private tableOf(group: number): Map<number, Slot> {
    let table = this.tables.get(group);
    if (table === undefined) {
      table = new Map();
      this.tables.set(group, table);
    }
    return table;
  }
}

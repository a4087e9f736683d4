/**
 * The graph of macro steps, explored on the kernel itself: which commands were given in which situation (a set of states
 * that the model allows). A behaviour goes to the nearest situation with a command not given yet, and gives it.
 */
export class Cover {
  private readonly nodes = new Map<string, Node>();
  private given = 0;

  /** How far things are: situations met, commands open in them, and those given. */
  get progress(): { readonly situations: number; readonly open: number; readonly given: number } {
    let open = 0;
    for (const node of this.nodes.values()) open += node.open.length;
    return { situations: this.nodes.size, open, given: this.given };
  }

  /** The next command, or `undefined` when all that can be reached from here is covered or being covered. */
  next(key: string, open: readonly number[]): number | undefined {
    let node = this.nodes.get(key);
    if (node === undefined) {
      node = { open, to: new Map(), untried: [...open] };
      this.nodes.set(key, node);
    }
    const command = node.untried.pop();
    return command ?? this.towards(key);
  }

  /** A command was given, and led somewhere. */
  led(from: string, command: number, to: string): void {
    const node = this.nodes.get(from);
    if (node === undefined) return;
    if (!node.to.has(command)) this.given++;
    node.to.set(command, to);
  }

  /** The first command on a shortest way to a situation with something untried. */
  private towards(key: string): number | undefined {
    const seen = new Set([key]);
    let frontier: { readonly at: string; readonly first: number | undefined }[] = [{ at: key, first: undefined }];
    while (frontier.length > 0) {
      const beyond: typeof frontier = [];
      for (const { at, first } of frontier)
        for (const [command, to] of this.nodes.get(at)?.to ?? []) {
          if (seen.has(to)) continue;
          seen.add(to);
          const begin = first ?? command;
          if ((this.nodes.get(to)?.untried.length ?? 1) > 0) return begin;
          beyond.push({ at: to, first: begin });
        }
      frontier = beyond;
    }
    return undefined;
  }
}

interface Node {
  readonly open: readonly number[];
  readonly to: Map<number, string>;
  readonly untried: number[];
}

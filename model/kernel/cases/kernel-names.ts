/** What the names of a case are on the running kernel: slots of the actors' memory, process ids, and who holds what. */
import type { Sight } from "../sight.js";
import type { Case } from "./case.js";

/** The names of one case under way. Slots are given out in the order in which the case names things. */
export class KernelNames {
  private readonly actors: readonly string[];
  private readonly processes: readonly string[];
  private readonly pids = new Map<number, string>();
  /** How many descriptors of a description a process has. */
  private readonly held = new Map<string, number>();
  private readonly started = new Set<string>();
  private readonly gone = new Set<string>();

  constructor(private readonly of: Case) {
    this.actors = [...of.processOf.keys()];
    this.processes = [...new Set(of.processOf.values())];
  }

  /** The slot of an actor. */
  slot = (actor: string): number => this.actors.indexOf(actor);
  /** The slot of the process that an actor is a thread of. */
  processSlot = (actor: string): number => this.processes.indexOf(this.processOf(actor));
  /** The slot of a description. */
  descriptionSlot = (name: string): number => this.of.descriptions.indexOf(name);
  /** The slot of a file. */
  fileSlot = (name: string): number => this.of.files.indexOf(name);

  /** The process in a slot. */
  processIn = (slot: number): string => this.processes[slot] ?? "?";
  /** The description in a slot; -1 is that of a signal that names none. */
  descriptionIn = (slot: number): string => this.of.descriptions[slot] ?? "?";
  /** The file in a slot. */
  fileIn = (slot: number): string => this.of.files[slot] ?? "?";
  /** The process that has had an id. */
  processWith = (pid: number): string => this.pids.get(pid) ?? "?";

  /** How many descriptors of a description the actor's process has. */
  count = (actor: string, description: string): number => this.held.get(this.key(actor, description)) ?? 0;

  /** A descriptor has come or gone. */
  change(actor: string, description: string, by: number): void {
    this.held.set(this.key(actor, description), this.count(actor, description) + by);
  }

  /** A child has all that its parent has. */
  inherit(parent: string, child: string): void {
    for (const name of this.of.descriptions) this.change(child, name, this.count(parent, name));
  }

  /** A thread has exited; when it was the last one its process has nothing any more. */
  exited(actor: string): void {
    if (this.isLast(actor)) for (const name of this.of.descriptions) this.held.delete(this.key(actor, name));
    this.gone.add(actor);
  }

  /** Whether no other thread of the actor's process is there. */
  isLast = (actor: string): boolean =>
    this.actors.every(
      (other) =>
        other === actor ||
        this.processOf(other) !== this.processOf(actor) ||
        this.gone.has(other) ||
        !this.started.has(other),
    );

  /** Takes notice of who is there. */
  learn({ tasks }: Sight): void {
    for (const [slot, { pid }] of tasks.entries()) {
      const name = this.actors[slot];
      if (name === undefined || pid === 0) continue;
      this.pids.set(pid, this.processOf(name));
      this.started.add(name);
    }
  }

  private processOf = (actor: string): string => this.of.processOf.get(actor) ?? actor;
  private key = (actor: string, description: string): string => `${this.processOf(actor)} ${description}`;
}

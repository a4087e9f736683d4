/** Who exists, sleeps and holds what as a case goes on in the way that it expects. */
import { type Call, MOST_ACTORS, MOST_FILES } from "./case.js";

/** How an actor stands. */
interface Actor {
  readonly process: string;
  readonly gone: boolean;
  /** The call that it sleeps in, and the step that it made it in. */
  readonly sleeps: { readonly call: Call; readonly step: number } | null;
}

const NAME = /^[A-Za-z]\w*$/;
const RESERVED = ["interrupt", "wait", "then", "signals", "locks", "says", "blocks", "or", "none"];

/** The names of a case, checked as they are used. All methods return what is wrong, or what was asked for. */
export class Flow {
  readonly actors = new Map<string, Actor>();
  /** The description that each descriptor refers to. */
  readonly descriptors = new Map<string, string>();
  readonly files: string[] = [];
  /** The description that each step makes, by number of the step. */
  readonly made = new Map<number, string>();

  /** A process, or a thread of one, comes. */
  addActor(name: string, process = name): string | null {
    const bad = this.badName(name);
    if (bad !== null) return bad;
    if (this.actors.size >= MOST_ACTORS) return `more than ${MOST_ACTORS} actors`;
    this.actors.set(name, { process, gone: false, sleeps: null });
    return null;
  }

  /** The actor that is to make a call. */
  caller(name: string): Actor | string {
    const actor = this.actors.get(name);
    if (actor === undefined) return `nobody is named ${name}`;
    if (actor.gone) return `${name} has exited`;
    return actor.sleeps === null ? actor : `${name} sleeps since step ${actor.sleeps.step} and cannot call`;
  }

  /** The call that an actor sleeps in. */
  sleeper(name: string): NonNullable<Actor["sleeps"]> | string {
    const actor = this.actors.get(name);
    if (actor === undefined) return `nobody is named ${name}`;
    return actor.sleeps ?? `${name} does not sleep`;
  }

  /** An actor falls asleep in a call, or (`null`) sleeps no longer. */
  sleep(name: string, sleeps: Actor["sleeps"]): void {
    this.change(name, { sleeps });
  }

  /** The description that a descriptor refers to. */
  description(name: string): { readonly name: string } | string {
    const found = this.descriptors.get(name);
    return found === undefined ? `there is no descriptor ${name}` : { name: found };
  }

  /** A call of a step has returned a descriptor: a new one of an old description, or of the step's own. */
  addDescriptor(name: string, step: number, of?: string): string | null {
    const bad = this.badName(name);
    if (bad !== null) return bad;
    this.descriptors.set(name, of ?? name);
    if (of === undefined) this.made.set(step, name);
    return null;
  }

  /** A file that a call names. */
  useFile(name: string): string | null {
    if (this.files.includes(name)) return null;
    if (name === "" || !/^[\w.-]+$/.test(name)) return `a file has a plain name, not ${name}`;
    if (this.files.length >= MOST_FILES) return `more than ${MOST_FILES} files`;
    this.files.push(name);
    return null;
  }

  /** A thread exits, and when it is the last one, or the call is for all, its process. */
  exit(name: string, whole: boolean): void {
    const process = this.actors.get(name)?.process;
    for (const [other, actor] of this.actors)
      if (other === name || (whole && actor.process === process)) this.change(other, { gone: true, sleeps: null });
  }

  /** A thread of a process that sleeps. */
  asleepIn(process: string): string | undefined {
    return [...this.actors].find(([, actor]) => actor.process === process && actor.sleeps !== null)?.[0];
  }

  private change(name: string, how: Partial<Actor>): void {
    const actor = this.actors.get(name);
    if (actor !== undefined) this.actors.set(name, { ...actor, ...how });
  }

  private badName(name: string): string | null {
    if (!NAME.test(name)) return `a name is a word, not ${name}`;
    if (RESERVED.includes(name)) return `${name} is a word of the format and no name`;
    if (this.actors.has(name) || this.descriptors.has(name)) return `${name} is a name already`;
    return null;
  }
}

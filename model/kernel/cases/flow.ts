/** Who exists, sleeps and holds what as a case goes on in the way that it expects. */
import { MOST_ACTORS, MOST_FILES } from "./case.js";

/** How an actor stands. */
interface Actor {
  readonly process: string;
  at: "free" | "asleep" | "gone";
  /** The step that it fell asleep in. */
  since: number;
  /** Where the description of the open that it sleeps in is named. */
  opening: number | null;
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
    this.actors.set(name, { process, at: "free", since: 0, opening: null });
    return null;
  }

  /** The actor that is to make a call. */
  caller(name: string): Actor | string {
    const actor = this.actors.get(name);
    if (actor === undefined) return `nobody is named ${name}`;
    if (actor.at === "gone") return `${name} has exited`;
    if (actor.at === "asleep") return `${name} sleeps since step ${actor.since} and cannot call`;
    return actor;
  }

  /** The actor whose call is to end. */
  sleeper(name: string): Actor | string {
    const actor = this.actors.get(name);
    if (actor === undefined) return `nobody is named ${name}`;
    return actor.at === "asleep" ? actor : `${name} does not sleep`;
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

  /** A whole process exits. */
  end(process: string): void {
    for (const actor of this.actors.values()) if (actor.process === process) actor.at = "gone";
  }

  /** The threads of a process that have not exited. */
  threadsOf(process: string): number {
    return [...this.actors.values()].filter((actor) => actor.process === process && actor.at !== "gone").length;
  }

  private badName(name: string): string | null {
    if (!NAME.test(name)) return `a name is a word, not ${name}`;
    if (RESERVED.includes(name)) return `${name} is a word of the format and no name`;
    if (this.actors.has(name) || this.descriptors.has(name)) return `${name} is a name already`;
    return null;
  }
}

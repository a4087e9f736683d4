/** One step of a case file: who calls what, and what should come of it. */
import { nearest } from "../../../src/machine/nearest.js";
import type { Call, CaseStep, Expectation, Returned } from "./case.js";
import type { Flow } from "./flow.js";
import type { Located, Place } from "./located.js";
import { parseCall, parseFlags, parseResults, type WrittenCall } from "./parse-call.js";

/** Told of everything that is wrong. */
export type Wrong = (at: Place, problem: string) => void;

const BESIDES = ["then", "signals", "locks", "says"];
const TYPES: Readonly<Record<string, "read" | "write" | "unlock">> = {
  F_RDLCK: "read",
  F_WRLCK: "write",
  F_UNLCK: "unlock",
};
const ERROR = /^-1 (E[A-Z0-9]+)$/;

/** A step, or `null` when something is wrong with it. @param number counted from 1 */
export function readStep(value: Located, number: number, flow: Flow, wrong: Wrong): CaseStep | null {
  if (value.kind !== "mapping") {
    wrong(value, 'a step is written as H: open("f", O_RDONLY) = a');
    return null;
  }
  const [first, another] = [...value.entries].filter(([key]) => !BESIDES.includes(key));
  if (first === undefined || another !== undefined) {
    const [key, at] = another === undefined ? ["", value] : [another[0], another[1].key];
    wrong(
      at,
      another === undefined
        ? "nobody does anything in this step"
        : `"${key}" does not belong in this step${nearest(key, BESIDES)}`,
    );
    return null;
  }
  const [who, { key: at, value: what }] = first;
  if (what.kind !== "text") {
    wrong(what.kind === "nothing" ? at : what, `${who} has to do something`);
    return null;
  }
  const step = new Step(number, flow, wrong);
  const done = step.call(who, what);
  const rest = (name: string): Located | undefined => value.entries.get(name)?.value;
  const ended = step.ended(rest("then"), done?.call.kind === "interrupt" ? done.actor : null);
  const signals = step.signals(rest("signals"));
  const locks = step.locks(rest("locks"));
  if (done === null) return null;
  const { actor, call, result } = done;
  const mine = call.kind === "interrupt" && actor !== null ? (ended.get(actor) ?? null) : result;
  if (call.kind === "interrupt" && actor !== null) ended.delete(actor);
  const expected: Expectation = { result: mine, ended, signals, locks };
  return { line: at.line, actor, text: `${who}: ${what.text}`, call, makes: null, expected };
}

interface Done {
  readonly actor: string | null;
  readonly call: Call;
  readonly result: readonly Returned[] | null;
}

class Step {
  constructor(
    private readonly number: number,
    private readonly flow: Flow,
    private readonly wrong: Wrong,
  ) {}

  call(who: string, what: Located & { readonly kind: "text" }): Done | null {
    if (who === "wait") {
      if (what.text === "lease-break-time") return { actor: null, call: { kind: "wait" }, result: null };
      return this.refuse(what, "what can be waited for is lease-break-time");
    }
    if (who === "interrupt") {
      const sleeper = this.flow.sleeper(what.text);
      if (typeof sleeper === "string") return this.refuse(what, sleeper);
      return { actor: what.text, call: { kind: "interrupt" }, result: null };
    }
    const actor = this.flow.caller(who);
    if (typeof actor === "string") return this.refuse(what, actor);
    const written = parseCall(what.text);
    if (typeof written === "string") return this.refuse(what, written);
    const call = this.understood(who, written, actor.process);
    if (typeof call === "string") return this.refuse(what, call);
    const result = this.result(call, written);
    if (typeof result === "string") return this.refuse(what, result);
    if (result?.includes("blocks") === true) {
      if (result.length > 1) return this.refuse(what, "a call blocks or returns: a case has to know which");
      Object.assign(actor, { at: "asleep", since: this.number, opening: call.kind === "open" ? this.number : null });
    }
    return { actor: who, call, result };
  }

  /** What the call is, its names looked up; or what is wrong with it. */
  private understood(who: string, { name, arguments: given, result }: WrittenCall, process: string): Call | string {
    const [first = "", second = "", third = ""] = given;
    const takes = (n: number, words: string): string | null =>
      given.length === n ? null : `${name} is written as ${words}`;
    const onFile = (call: Call): Call | string => this.flow.useFile(first) ?? call;
    switch (name) {
      case "open": {
        const flags = parseFlags(second);
        const bad = takes(2, 'open("f", O_RDONLY) = a');
        if (bad !== null) return bad;
        return typeof flags === "string" ? flags : onFile({ kind: "open", file: first, ...flags });
      }
      case "truncate":
        return takes(2, 'truncate("f", 0) = 0') ?? onFile({ kind: name, file: first });
      case "chmod":
        return takes(2, 'chmod("f", 0644) = 0') ?? onFile({ kind: name, file: first });
      case "fcntl":
        return this.fcntl(first, second, third, given.length);
      case "dup":
      case "close":
        return takes(1, `${name}(a) = ${name === "dup" ? "b" : "0"}`) ?? this.onDescription(first, name);
      case "ftruncate":
        return takes(2, "ftruncate(a, 0) = 0") ?? this.onDescription(first, name);
      case "fork":
      case "clone": {
        if (result === null) return `${name}() = C names the ${name === "fork" ? "child" : "new thread"}`;
        return (
          takes(0, `${name}() = C`) ??
          this.flow.addActor(result, name === "fork" ? result : process) ?? { kind: name, child: result }
        );
      }
      case "exit":
      case "exit_group":
        return takes(0, `${name}() = ?`) ?? this.exit(name, who, process);
      default:
        return `a case cannot call ${name}${nearest(name, CALLS)}`;
    }
  }

  private fcntl(descriptor: string, command: string, argument: string, given: number): Call | string {
    if (command === "F_GETLEASE")
      return given === 2 ? this.onDescription(descriptor, "query lease") : "fcntl(a, F_GETLEASE) takes no more";
    if (command !== "F_SETLEASE" || given !== 3)
      return "fcntl is written as fcntl(a, F_SETLEASE, F_RDLCK) = 0 or fcntl(a, F_GETLEASE) = F_RDLCK";
    const type = TYPES[argument];
    if (type === undefined) return `no lease is of type ${argument}${nearest(argument, Object.keys(TYPES))}`;
    if (type === "unlock") return this.onDescription(descriptor, "unlock");
    const description = this.flow.description(descriptor);
    return typeof description === "string" ? description : { kind: "set lease", description: description.name, type };
  }

  private onDescription(
    descriptor: string,
    kind: "unlock" | "query lease" | "close" | "dup" | "ftruncate",
  ): Call | string {
    const description = this.flow.description(descriptor);
    return typeof description === "string" ? description : { kind, description: description.name };
  }

  private exit(kind: "exit" | "exit_group", who: string, process: string): Call {
    const actor = this.flow.actors.get(who);
    if (kind === "exit" && actor !== undefined && this.flow.threadsOf(process) > 1) actor.at = "gone";
    else this.flow.end(process);
    return { kind };
  }

  private result(call: Call, { result }: WrittenCall): readonly Returned[] | null | string {
    if (call.kind === "fork" || call.kind === "clone") return ["ok"];
    if (call.kind === "exit" || call.kind === "exit_group") return ["exited"];
    if (result === null) return "what the call returns is missing: = 0, = -1 EAGAIN, = ? or blocks";
    if (result === "?") return null;
    return this.results(call, result, this.number);
  }

  /** What a call returns, or what is wrong with that; a descriptor that it returns gets its name. */
  private results(call: Call, text: string, step: number): readonly Returned[] | string {
    const made: string[] = [];
    for (const one of parseResults(text)) {
      const error = ERROR.exec(one)?.[1];
      if (error !== undefined) made.push(error);
      else if (one === "blocks" && (call.kind === "open" || call.kind === "truncate")) made.push(one);
      else if (call.kind === "query lease" && TYPES[one] !== undefined) made.push(one);
      else if (call.kind === "open" || call.kind === "dup") {
        const bad = this.flow.addDescriptor(one, step, call.kind === "dup" ? call.description : undefined);
        if (bad !== null) return bad;
        made.push("ok");
      } else if (one === "0" && call.kind !== "query lease") made.push("ok");
      else return `${one} is not what this call returns`;
    }
    return made;
  }

  /** @param broken the actor whose sleep is broken off in this step */
  ended(value: Located | undefined, broken: string | null): Map<string, readonly Returned[]> {
    const ended = new Map<string, readonly Returned[]>();
    for (const [who, { key, text }] of this.texts(value, "then: {C: 0}")) {
      const actor = this.flow.sleeper(who);
      const call: Call | null =
        typeof actor === "string" ? null : actor.opening === null ? { kind: "truncate", file: "" } : OPEN;
      const results = typeof actor === "string" ? actor : this.results(call as Call, text, actor.opening ?? 0);
      if (typeof results === "string") this.wrong(key, results);
      else {
        if (typeof actor !== "string") actor.at = "free";
        ended.set(who, results);
      }
    }
    if (broken !== null && !ended.has(broken)) {
      const actor = this.flow.actors.get(broken);
      if (actor !== undefined) actor.at = "free";
      ended.set(broken, ["EINTR"]);
    }
    return ended;
  }

  signals(value: Located | undefined): readonly string[] | null {
    if (value === undefined) return null;
    if (value.kind === "text" && value.text === "none") return [];
    const told: string[] = [];
    for (const [who, { key, text }] of this.texts(value, "signals: {H: a}, or signals: none")) {
      const process = this.flow.actors.get(who)?.process;
      if (process === undefined) this.wrong(key, `nobody is named ${who}`);
      else if (process !== who) this.wrong(key, `a signal goes to a process: ${process}`);
      for (const name of text.split(",").map((one) => one.trim())) {
        const description = this.flow.description(name);
        if (typeof description === "string") this.wrong(key, description);
        else told.push(`${who}: ${description.name}`);
      }
    }
    return told.sort();
  }

  locks(value: Located | undefined): readonly string[] | null {
    if (value === undefined) return null;
    if (value.kind === "text" && value.text === "none") return [];
    if (value.kind !== "list") {
      this.wrong(value, "locks are a list of lines such as ACTIVE READ H f, or none");
      return null;
    }
    return value.items.flatMap((item) => this.lock(item) ?? []).sort();
  }

  private lock(item: Located): string | null {
    const words = item.kind === "text" ? item.text.trim().split(/\s+/) : [];
    const [state = "", type = "", process = "", file = ""] = words;
    const fits = words.length === 4 && /^(ACTIVE|BREAKING)$/.test(state) && /^(READ|WRITE|UNLCK)$/.test(type);
    if (!fits) this.wrong(item, "a lease is written as ACTIVE READ H f, or BREAKING UNLCK H f");
    else if (this.flow.actors.get(process)?.process !== process) this.wrong(item, `no process is named ${process}`);
    else if (!this.flow.files.includes(file)) this.wrong(item, `no file is named ${file}`);
    else return words.join(" ");
    return null;
  }

  private *texts(
    value: Located | undefined,
    example: string,
  ): Generator<[string, { readonly key: Place; readonly text: string }]> {
    if (value === undefined) return;
    if (value.kind !== "mapping") return this.wrong(value, `written as ${example}`);
    for (const [who, { key, value: what }] of value.entries)
      if (what.kind === "text") yield [who, { key, text: what.text }];
      else if (what.kind === "list")
        yield [who, { key, text: what.items.map((item) => (item.kind === "text" ? item.text : "?")).join(",") }];
      else this.wrong(what, `written as ${example}`);
  }

  private refuse(at: Place, problem: string): null {
    this.wrong(at, problem);
    return null;
  }
}

const OPEN: Call = { kind: "open", file: "", access: "read", truncating: false, blocking: true };
const CALLS = [
  "open",
  "truncate",
  "ftruncate",
  "chmod",
  "fcntl",
  "dup",
  "close",
  "fork",
  "clone",
  "exit",
  "exit_group",
];

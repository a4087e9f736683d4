/** Which call a text is, its names looked up; and what a text says that a call returns. What is wrong is said in words. */
import { nearest } from "../../../src/machine/nearest.js";
import type { Call, Returned } from "./case.js";
import type { Flow } from "./flow.js";
import { parseFlags, parseResults, type WrittenCall } from "./parse-call.js";

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
const TYPES: Readonly<Record<string, "read" | "write" | "unlock">> = {
  F_RDLCK: "read",
  F_WRLCK: "write",
  F_UNLCK: "unlock",
};
const ERROR = /^-1 (E[A-Z0-9]+)$/;

/** Reads the calls of one step. */
export class CallReader {
  /** @param step its number, counted from 1 */
  constructor(
    private readonly flow: Flow,
    private readonly step: number,
  ) {}

  /** What the call is, its names looked up; or what is wrong with it. */
  understood(who: string, { name, arguments: given, result }: WrittenCall, process: string): Call | string {
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

  private exit(kind: "exit" | "exit_group", who: string, process: string): Call | string {
    const asleep = this.flow.asleepIn(process);
    if (kind === "exit_group" && asleep !== undefined) return `${asleep} sleeps, and would have to be killed`;
    this.flow.exit(who, kind === "exit_group");
    return { kind };
  }

  /** What the call of the step should return; `null` when anything will do. */
  result(call: Call, { result }: WrittenCall): readonly Returned[] | null | string {
    if (call.kind === "fork" || call.kind === "clone") return ["ok"];
    if (call.kind === "exit" || call.kind === "exit_group") return ["exited"];
    if (result === null) return "what the call returns is missing: = 0, = -1 EAGAIN, = ? or blocks";
    if (result === "?") return null;
    return this.results(call, result, this.step);
  }

  /** What a call returns, or what is wrong with that; a descriptor that it returns gets its name. */
  results(call: Call, text: string, step: number): readonly Returned[] | string {
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
}

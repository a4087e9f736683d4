/** One step of a case file: who calls what, and what should come of it. */
import { nearest } from "../../../src/machine/nearest.js";
import type { Call, CaseStep, Expectation, Returned } from "./case.js";
import type { Flow } from "./flow.js";
import type { Located, Place } from "./located.js";
import { parseCall } from "./parse-call.js";
import { CallReader } from "./read-call.js";

/** Told of everything that is wrong. */
export type Wrong = (at: Place, problem: string) => void;

const BESIDES = ["then", "signals", "locks", "says"];

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
  private readonly calls: CallReader;

  constructor(
    private readonly number: number,
    private readonly flow: Flow,
    private readonly wrong: Wrong,
  ) {
    this.calls = new CallReader(flow, number);
  }

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
    const call = this.calls.understood(who, written, actor.process);
    if (typeof call === "string") return this.refuse(what, call);
    const result = this.calls.result(call, written);
    if (typeof result === "string") return this.refuse(what, result);
    if (result?.includes("blocks") === true) {
      if (result.length > 1) return this.refuse(what, "a call blocks or returns: a case has to know which");
      this.flow.sleep(who, { call, step: this.number });
    }
    return { actor: who, call, result };
  }

  /** @param broken the actor whose sleep is broken off in this step */
  ended(value: Located | undefined, broken: string | null): Map<string, readonly Returned[]> {
    const ended = new Map<string, readonly Returned[]>();
    for (const [who, { key, text }] of this.texts(value, "then: {C: 0}")) {
      const sleeps = this.flow.sleeper(who);
      const results = typeof sleeps === "string" ? sleeps : this.calls.results(sleeps.call, text, sleeps.step);
      if (typeof results === "string") this.wrong(key, results);
      else ended.set(who, results);
    }
    if (broken !== null && !ended.has(broken)) ended.set(broken, ["EINTR"]);
    for (const who of ended.keys()) this.flow.sleep(who, null);
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

/** Options that several commands share, and the values they take. */
import { type Command, Option } from "commander";
import { UsageError } from "../machine/errors.js";
import type { ScopeValue } from "../schema/schema.js";

/** Which machines a command is about. */
export interface ChoiceOptions {
  readonly design: readonly string[];
  readonly property: readonly string[];
  readonly bug: readonly string[];
  readonly mend: readonly string[];
  readonly scope?: ScopeChoice;
}
/** `--scope quick,tasks=3`: a named scope, or the default one, with some keys changed. */
export interface ScopeChoice {
  readonly named: string | null;
  readonly values: Readonly<Record<string, ScopeValue>>;
}
/** Where a search ends, and how many threads it has. */
export interface LimitOptions {
  readonly maxStates?: number;
  readonly maxDepth?: number;
  readonly maxTime?: number;
  readonly maxMemory?: number;
  readonly workers?: number;
  /** False: every state is kept, also where ids are interchangeable. */
  readonly symmetry?: boolean;
}

/** Whether a search keeps fingerprints instead of states. */
export interface LossyChoice {
  readonly lossy?: true;
  readonly lossyChecked?: true;
}

/** How a search outlasts the process that it runs in. */
export interface CheckpointOptions {
  readonly checkpoint?: string;
  readonly checkpointEvery?: number;
  readonly resume?: string;
}

/** Adds the options that choose machines. */
export function choiceOptions(command: Command): Command {
  return command
    .addOption(listOption("--design <name>", "the rival design to run under, or ./mine.js to add one"))
    .addOption(listOption("--property <name>", "check only this property, or add the one in ./mine.js"))
    .addOption(listOption("--bug <name>", "switch a seeded fault on"))
    .addOption(listOption("--mend <name>", "mend a fault that the real system has today"))
    .option("--scope <scope>", "a named scope, or key=value,… changing the default one", scopeChoice);
}

/** Adds the options by which designs and properties of the user's own come in as modules. */
export function addedOptions(command: Command): Command {
  return command
    .addOption(listOption("--design <module>", "add the design in ./mine.js"))
    .addOption(listOption("--property <module>", "add the property in ./mine.js"));
}

/** Adds the options that limit a search or speed it up. */
export function limitOptions(command: Command): Command {
  return command
    .option("--no-reduction", "keep every order of steps, which is the default and all there is")
    .addOption(new Option("--reduction").hideHelp())
    .on("option:reduction", () => {
      throw new UsageError(
        "bad-option",
        "--reduction: there is no partial order reduction, for it would save nothing here (docs/decisions/0016-partial-order.md)",
      );
    })
    .option("--workers <n>", "threads at most (default: one for each processor)", wholeNumber("--workers", 1))
    .option("--max-states <n>", "stop after this many distinct states", wholeNumber("--max-states", 1))
    .option("--max-depth <n>", "search behaviours of at most this many steps", wholeNumber("--max-depth", 0))
    .option("--max-time <seconds>", "stop after this time, for each exploration", seconds)
    .option("--no-symmetry", "keep every state, also of scenarios with interchangeable ids")
    .option("--max-memory <bytes>", "states that take more go to disk, for example 512M or 2G", memory);
}

/** Adds the options by which a search keeps fingerprints. */
export function lossyOptions(command: Command): Command {
  return command
    .option("--lossy", "keep fingerprints of 64 bits instead of states; the verdict says how likely an omission is")
    .option("--lossy-checked", "the same with a second fingerprint, which tells apart what the first would confuse");
}

/** Adds the options that keep a search for later. */
export function checkpointOptions(command: Command): Command {
  return command
    .option("--checkpoint <folder>", "keep checkpoints there, also when interrupted")
    .option("--checkpoint-every <seconds>", "time between two of them (default: 60)", secondsFor("--checkpoint-every"))
    .option("--resume <folder>", "take a search up from its checkpoint, and go on keeping checkpoints there");
}

/** A parser of whole numbers. */
export const wholeNumber =
  (option: string, least: number) =>
  (text: string): number => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!Number.isSafeInteger(value) || value < least)
      throw new UsageError("bad-option", `${option} takes a whole number from ${least} up, not "${text}"`);
    return value;
  };

/** A parser of seconds. */
export const secondsFor =
  (option: string) =>
  (text: string): number => {
    const value = /^(\d+\.?\d*|\.\d+)s?$/.test(text) ? Number.parseFloat(text) : Number.NaN;
    if (!(value > 0)) throw new UsageError("bad-option", `${option} takes a number of seconds above 0, not "${text}"`);
    return value;
  };

/** Parses the value of `--max-time`. @throws UsageError */
export const seconds = secondsFor("--max-time");

function memory(text: string): number {
  const match = /^(\d+(?:\.\d+)?)([KMG]?)i?B?$/i.exec(text);
  const unit = { "": 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 }[match?.[2]?.toUpperCase() ?? ""];
  const value = Number(match?.[1]) * (unit ?? Number.NaN);
  if (!(value >= 1)) throw new UsageError("bad-option", `--max-memory takes bytes such as 512M or 2G, not "${text}"`);
  return value;
}

/** Options that may be given several times, or once with commas. */
export function listOption(flags: string, description: string): Option {
  return new Option(flags, description).default([], "none").argParser((text: string, before: readonly string[]) => {
    const names = text.split(",").map((name) => name.trim());
    if (names.includes(""))
      throw new UsageError("bad-option", `${flags} takes a name, or several with commas, not "${text}"`);
    return [...before, ...names];
  });
}

/** A scope given in several options is taken together. */
export function scopeChoice(text: string, before?: ScopeChoice): ScopeChoice {
  let named = before?.named ?? null;
  const values = new Map(Object.entries(before?.values ?? {}));
  for (const [n, part] of text.split(",").entries()) {
    const equals = part.indexOf("=");
    const name = part.slice(0, equals).trim();
    if (equals > 0 && part.length > equals + 1) {
      if (values.has(name)) throw new UsageError("bad-option", `--scope names ${name} twice`);
      values.set(name, scopeValue(part.slice(equals + 1).trim()));
    } else if (n === 0 && equals < 0 && part !== "") {
      if (named !== null)
        throw new UsageError("bad-option", `--scope takes one named scope, not two named scopes, ${named} and ${part}`);
      named = part;
    } else throw new UsageError("bad-option", `--scope takes a named scope and key=value,…, not "${text}"`);
  }
  return { named, values: Object.fromEntries(values) };
}

/** A scope choice as the option takes it. */
export const scopeText = ({ named, values }: ScopeChoice): string =>
  [
    ...(named === null ? [] : [named]),
    ...Object.entries(values).map(([name, value]) => `${name}=${String(value)}`),
  ].join(",");

function scopeValue(text: string): ScopeValue {
  if (text === "true" || text === "false") return text === "true";
  return /^-?\d+$/.test(text) ? Number(text) : text;
}

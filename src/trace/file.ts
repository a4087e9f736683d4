/** Trace files: a behaviour as JSON that people can read and diff, and that replays anywhere. */
import type { Step } from "../machine/action.js";
import { UsageError } from "../machine/errors.js";
import { printChange } from "../schema/diff.js";
import { print } from "../schema/print.js";
import { digestOf } from "./digest.js";
import { isArrayOf, isName, isScalarValue, isScopeValue, isTableOf, type RecordedBehaviour } from "./recorded.js";
import type { Replay } from "./replay.js";
import { decodeToken } from "./token.js";

const FORMAT = "leasecheck trace";
const VERSION = 1;
const MOST_CHARACTERS = 2 ** 26;

/**
 * The text of a trace file. `steps` and what stands before them are read again; `initial`, `changes`, `outcome` and
 * `error` are there for people and for programs that do not have the model.
 * @param recorded a replay that took all its steps, and its token (or `null`)
 */
export function writeTraceText({ replay, token }: { readonly replay: Replay; readonly token: string | null }): string {
  const { machine, property, states, steps, outcome, error, final, lasso } = replay;
  const [initial] = states;
  const file = {
    format: FORMAT,
    version: VERSION,
    scenario: machine.scenario.name,
    design: machine.design.name,
    bugs: machine.bugs,
    mends: machine.mends,
    scope: machine.scope,
    property,
    outcome,
    ...(error === null ? {} : { error }),
    token,
    digest: digestOf(machine),
    final,
    ...(lasso === null ? {} : { loop: lasso.loop }),
    initial: initial === undefined ? null : print(machine.shape, initial).split("\n"),
    steps: steps.map(({ step, changes }) => ({
      action: step.action,
      parameters: step.parameters,
      changes: changes.map(printChange),
    })),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/**
 * The behaviour in a trace file.
 * @throws UsageError `trace-damaged` when the text is no trace file or its token tells another story, `trace-version`
 * for a file of another version
 */
export function readTrace(text: string): RecordedBehaviour {
  if (text.length > MOST_CHARACTERS) throw damaged("it is too long");
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw damaged("it is not JSON");
  }
  if (typeof parsed !== "object" || parsed === null) throw damaged("it is no object");
  const file: Readonly<Record<string, unknown>> = { ...parsed };
  const field = <T>(name: string, test: (value: unknown) => value is T): T => {
    const value = Object.hasOwn(file, name) ? file[name] : undefined;
    if (!test(value)) throw damaged(`its "${name}" is ${value === undefined ? "missing" : "malformed"}`);
    return value;
  };
  if (file.format !== FORMAT) throw damaged(`its "format" is not "${FORMAT}"`);
  if (field("version", isNumber) !== VERSION)
    throw new UsageError(
      "trace-version",
      `this trace file is of version ${String(file.version)}; this program reads version ${VERSION}`,
    );
  const recorded: RecordedBehaviour = {
    scenario: field("scenario", isName),
    design: field("design", isName),
    bugs: field("bugs", areNames),
    mends: field("mends", areNames),
    scope: field("scope", isScope),
    property: field("property", isNameOrNull),
    steps: field("steps", areSteps).map(({ action, parameters }) => ({ action, parameters })),
    ...(file.loop === undefined ? {} : { loop: field("loop", isCount) }),
    digest: field("digest", isName),
    final: field("final", isName),
  };
  if (recorded.loop !== undefined && recorded.loop > recorded.steps.length)
    throw damaged('its "loop" begins behind its end');
  const token = field("token", isTextOrNull);
  if (token !== null && !tells(token, recorded))
    throw damaged('its "token" tells another behaviour; set it to null to replay the steps as they stand');
  return recorded;
}

/** Whether a token is that of this behaviour, as far as can be told without the scenario. */
function tells(token: string, recorded: RecordedBehaviour): boolean {
  const told = decodeToken(token);
  return (
    Object.entries(told.scope).every(([name, value]) => recorded.scope[name] === value) &&
    story(told) === story(recorded)
  );
}

const story = ({ scenario, design, bugs, mends, property, steps, digest, final, loop }: RecordedBehaviour): string =>
  JSON.stringify([
    [scenario, design, bugs, mends, property, digest, final, loop],
    steps.map(({ action, parameters }) => [action, Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1))]),
  ]);

const isNumber = (value: unknown): value is number => typeof value === "number";
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isTextOrNull = (value: unknown): value is string | null => value === null || typeof value === "string";
const isNameOrNull = (value: unknown): value is string | null => value === null || isName(value);
const areNames = (value: unknown): value is readonly string[] => isArrayOf(value, isName);
const isScope = (value: unknown): value is RecordedBehaviour["scope"] => isTableOf(value, isScopeValue);
const isStep = (value: unknown): value is Step =>
  typeof value === "object" &&
  value !== null &&
  isName((value as Partial<Step>).action) &&
  isTableOf((value as Partial<Step>).parameters, isScalarValue);
const areSteps = (value: unknown): value is readonly Step[] => isArrayOf(value, isStep);
const damaged = (why: string): UsageError => new UsageError("trace-damaged", `this is no sound trace file: ${why}`);

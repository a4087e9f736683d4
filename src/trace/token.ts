/**
 * Tokens: a behaviour of any engine as one word, to be pasted into a mail and replayed anywhere.
 *
 * `lc1_` and, in letters and digits: four bytes of SHA-256 over all that follows, the two digests of the evidence, and
 * the behaviour as a compressed JSON array. Actions, their parameters and all values are named once, in dictionaries; a
 * step is a row of numbers. Names are kept, so that a token still says what it means when the model has changed.
 */
import { constants, deflateRawSync, inflateRawSync } from "node:zlib";
import type { Step } from "../machine/action.js";
import { UsageError } from "../machine/errors.js";
import type { Machine } from "../machine/machine.js";
import { scopeChanges } from "../machine/scope.js";
import type { Scalar } from "../schema/scalar.js";
import { fromBase62, toBase62 } from "./base62.js";
import type { Behaviour } from "./behaviour.js";
import { DIGEST_BYTES, digestOf, sha256 } from "./digest.js";
import { isArrayOf, isName, isScalarValue, isScopeValue, isTableOf, type RecordedBehaviour } from "./recorded.js";
import { replay } from "./replay.js";

/** What a token says. */
export type TokenContents = RecordedBehaviour;

const VERSION = 1;
const CHECK_BYTES = 4;
const HEAD_BYTES = CHECK_BYTES + 2 * DIGEST_BYTES;
/** No behaviour that somebody wants to paste comes near these. */
const MOST_CHARACTERS = 2 ** 20;
const MOST_BYTES = 2 ** 24;

type NamedAction = readonly [name: string, ...parameters: string[]];
type Payload = readonly [
  scenario: string,
  design: string,
  bugs: readonly string[],
  mends: readonly string[],
  scope: RecordedBehaviour["scope"],
  property: string | null,
  actions: readonly NamedAction[],
  values: readonly Scalar[],
  steps: readonly number[],
  // Absent for a finite behaviour, so that its token is what it was before there were others.
  loop?: number,
];

/** Whether a text is meant to be a token, damaged or not; a file name is not. */
export const looksLikeToken = (text: string): boolean => /^\s*lc\d+_/.test(text);

/**
 * The token of a behaviour of a machine. The same behaviour gives the same token on every machine.
 * @throws Error when the machine does not take the behaviour's steps
 * @throws UsageError `token-size` for a behaviour of hundreds of thousands of steps
 */
export function encodeToken(behaviour: Behaviour, machine: Machine): string {
  const { misfit, final } = replay(machine, behaviour);
  if (misfit !== null) throw new Error(`no behaviour of this machine: ${misfit.message}`);
  const { scenario, design, bugs, mends, scope } = machine;
  const changes = Object.fromEntries(
    Object.entries(scopeChanges(scenario, scope)).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  const payload: Payload = [
    scenario.name,
    design.name,
    bugs,
    mends,
    changes,
    behaviour.property,
    ...packSteps(behaviour.steps, machine),
    ...(behaviour.loop === undefined ? ([] as const) : ([behaviour.loop] as const)),
  ];
  const json = Buffer.from(JSON.stringify(payload));
  // Matching is left out, for what it finds depends on the processor that zlib was tuned for; coding alone does not.
  const packed = deflateRawSync(json, { level: 9, strategy: constants.Z_HUFFMAN_ONLY });
  const body = Buffer.concat([Buffer.from(digestOf(machine) + final, "hex"), packed]);
  const text = `lc${VERSION}_${toBase62(Buffer.concat([sha256(body, CHECK_BYTES), body]))}`;
  if (text.length > MOST_CHARACTERS || json.length > MOST_BYTES)
    throw new UsageError("token-size", `${behaviour.steps.length} steps are too many for a token; write a trace file`);
  return text;
}

/**
 * What a token says. White space around and inside it (mail wraps lines) does not matter.
 * @throws UsageError `token-version` for a token of another version, `token-size` for an absurdly long one,
 * `token-damaged` for one that was cut short, mistyped, or never made by {@link encodeToken}
 */
export function decodeToken(text: string): TokenContents {
  if (text.length > MOST_CHARACTERS) throw new UsageError("token-size", "this is too long for a token");
  const [, version, word] = /^lc(\d{1,9})_(.*)$/.exec(text.replace(/\s+/g, "")) ?? [];
  if (version === undefined || word === undefined) throw damaged(`a token begins with "lc${VERSION}_"`);
  if (version !== String(VERSION))
    throw new UsageError(
      "token-version",
      `this token is of version ${Number(version)}; this program reads version ${VERSION}`,
    );
  const bytes = fromBase62(word);
  if (bytes === null || bytes.length <= HEAD_BYTES) throw damaged("it is cut short or has a wrong character");
  const body = bytes.subarray(CHECK_BYTES);
  if (!Buffer.from(sha256(body, CHECK_BYTES)).equals(bytes.subarray(0, CHECK_BYTES)))
    throw damaged("its checksum does not match; was it copied whole?");
  const hex = Buffer.from(body.subarray(0, 2 * DIGEST_BYTES)).toString("hex");
  const contents = contentsOf(parse(body.subarray(2 * DIGEST_BYTES)));
  return { ...contents, digest: hex.slice(0, 2 * DIGEST_BYTES), final: hex.slice(2 * DIGEST_BYTES) };
}

function packSteps(
  steps: readonly Step[],
  machine: Machine,
): [actions: NamedAction[], values: Scalar[], numbers: number[]] {
  const declared = new Map(machine.actions.map(({ name, parameters }) => [name, Object.keys(parameters)]));
  const actions = new Map<string, number>();
  const values = new Map<Scalar, number>();
  const number = <K>(table: Map<K, number>, key: K): number => {
    const known = table.get(key);
    if (known !== undefined) return known;
    table.set(key, table.size);
    return table.size - 1;
  };
  const numbers = steps.flatMap(({ action, parameters }) => [
    number(actions, action),
    ...(declared.get(action) ?? []).map((name) => number(values, parameters[name] as Scalar)),
  ]);
  const named = [...actions.keys()].map((name): NamedAction => [name, ...(declared.get(name) ?? [])]);
  return [named, [...values.keys()], numbers];
}

function parse(packed: Uint8Array): unknown {
  try {
    const json = inflateRawSync(packed, { maxOutputLength: MOST_BYTES });
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(json));
  } catch {
    throw damaged("what it holds cannot be read");
  }
}

function contentsOf(payload: unknown): Omit<TokenContents, "digest" | "final"> {
  if (!isPayload(payload)) throw damaged("what it holds is no behaviour");
  const [scenario, design, bugs, mends, scope, property, actions, values, numbers, loop] = payload;
  const steps: Step[] = [];
  for (let at = 0; at < numbers.length; ) {
    const [action, ...names] = actions[numbers[at++] as number] ?? [];
    const chosen = names.map((name) => [name, values[numbers[at++] as number]] as const);
    if (action === undefined || chosen.some(([, value]) => value === undefined))
      throw damaged("its steps make no sense");
    steps.push({ action, parameters: Object.freeze(Object.fromEntries(chosen as [string, Scalar][])) });
  }
  if (loop !== undefined && loop > steps.length) throw damaged("its loop begins behind its end");
  return { scenario, design, bugs, mends, scope, property, steps, ...(loop === undefined ? {} : { loop }) };
}

function isPayload(value: unknown): value is Payload {
  if (!Array.isArray(value) || (value.length !== 9 && value.length !== 10)) return false;
  const [scenario, design, bugs, mends, scope, property, actions, values, steps, loop] = value as unknown[];
  return (
    isName(scenario) &&
    isName(design) &&
    isArrayOf(bugs, isName) &&
    isArrayOf(mends, isName) &&
    isTableOf(scope, isScopeValue) &&
    (property === null || isName(property)) &&
    isArrayOf(actions, isNamedAction) &&
    isArrayOf(values, isScalarValue) &&
    isArrayOf(steps, isPosition) &&
    (value.length === 9 || isPosition(loop))
  );
}

const isNamedAction = (value: unknown): value is NamedAction => isArrayOf(value, isName) && value.length > 0;
const isPosition = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const damaged = (why: string): UsageError => new UsageError("token-damaged", `this token is damaged: ${why}`);

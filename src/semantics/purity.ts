/** The debug mode that runs model code twice: guards and effects are pure functions of the state and their parameters. */
import { diff, printChange } from "../schema/diff.js";
import { ModelError } from "../schema/errors.js";
import type { RecordShape } from "../schema/shape.js";
import type { Value } from "../schema/value.js";

type Outcome<T> = { readonly result: T } | { readonly error: unknown };

/**
 * Runs code once or twice.
 * @param shape of the state that an effect leads to; `null` for a guard
 * @throws whatever the code throws, and ModelError when two runs differ.
 */
export function agreeing<T extends boolean | { readonly value: Value }>(
  times: 1 | 2,
  shape: RecordShape | null,
  run: () => T,
): T {
  if (times === 1) return run();
  const [first, second] = [outcome(run), outcome(run)];
  const difference = differs(shape, first, second);
  if (difference !== null) throw new ModelError(`is not a pure function: run twice, ${difference}`);
  if ("error" in first) throw first.error;
  return first.result;
}

function outcome<T>(run: () => T): Outcome<T> {
  try {
    return { result: run() };
  } catch (error) {
    return { error };
  }
}

function differs(
  shape: RecordShape | null,
  first: Outcome<boolean | { readonly value: Value }>,
  second: Outcome<boolean | { readonly value: Value }>,
): string | null {
  if ("error" in first || "error" in second) {
    const [one, other] = [first, second].map((each) =>
      "error" in each ? `it threw ${String(each.error)}` : "it returned",
    );
    return one === other ? null : `first ${one}, then ${other}`;
  }
  const [one, other] = [first.result, second.result];
  if (typeof one === "boolean" || typeof other === "boolean" || shape === null)
    return one === other ? null : `it was first ${String(one)}, then ${String(other)}`;
  const changes = diff(shape, one.value, other.value);
  return changes.length === 0 ? null : `the second result differs in ${changes.map(printChange).join("; ")}`;
}

/** Random scopes of a scenario, for fast-check. */
import fc from "fast-check";
import { UsageError } from "../machine/errors.js";
import type { Scenario, ScopeKey } from "../machine/scenario.js";
import { completeScope } from "../machine/scope.js";
import type { Scope, ScopeValue } from "../schema/schema.js";

/**
 * Scopes that the scenario accepts, with some keys fixed. Numbers go no higher than in the largest of the scenario's own
 * scopes, for what their author has never tried may be too large to make. Shrinks towards small numbers, flags that are
 * off and first choices.
 * @throws UsageError for a fixed key that the scenario does not have, or a value outside its domain
 */
export function scopes(scenario: Scenario, fixed: Readonly<Record<string, ScopeValue>>): fc.Arbitrary<Scope> {
  accepts(scenario, fixed);
  const keys = Object.entries(scenario.scope).map(([name, key]): [string, fc.Arbitrary<ScopeValue>] => [
    name,
    Object.hasOwn(fixed, name) ? fc.constant(fixed[name] as ScopeValue) : values(scenario, name, key),
  ]);
  return fc.record(Object.fromEntries(keys)).filter((scope) => accepts(scenario, scope));
}

function values(scenario: Scenario, name: string, key: ScopeKey): fc.Arbitrary<ScopeValue> {
  if (key.kind === "flag") return fc.boolean();
  if (key.kind === "choice") return fc.constantFrom(...key.values);
  const tried = Object.values(scenario.scopes).map((named) => Number(named[name] ?? key.default));
  return fc.integer({ min: key.from, max: Math.max(key.from, ...tried) });
}

/** Whether the scenario has nothing against a combination of values. @throws UsageError when a value itself is wrong */
function accepts(scenario: Scenario, scope: Readonly<Record<string, ScopeValue>>): boolean {
  try {
    completeScope(scenario, scope);
    return true;
  } catch (error) {
    if (error instanceof UsageError && error.code === "scope-refused") return false;
    throw error;
  }
}

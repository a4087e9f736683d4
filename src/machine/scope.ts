/** Scopes: names, changes and defaults turned into a value for every key. */
import type { Scope, ScopeValue } from "../schema/schema.js";
import { blaming } from "./answers.js";
import { UsageError } from "./errors.js";
import { nearest } from "./nearest.js";
import type { Scenario, ScopeKey } from "./scenario.js";

/**
 * The value of every scope key: the key's default, changed by the named scope, or by `default` and the given values.
 * @throws UsageError for an unknown name or key, a value outside its key's domain, or a combination the scenario refuses.
 */
export function completeScope(scenario: Scenario, wanted: string | Readonly<Record<string, ScopeValue>>): Scope {
  const known = (name: string) => (Object.hasOwn(scenario.scopes, name) ? scenario.scopes[name] : undefined);
  const named = typeof wanted === "string" ? known(wanted) : { ...scenario.scopes.default, ...wanted };
  if (named === undefined)
    throw new UsageError(
      "unknown-scope",
      `scenario ${scenario.name} has no scope "${String(wanted)}"${nearest(String(wanted), Object.keys(scenario.scopes))}`,
    );
  const scope: Record<string, ScopeValue> = {};
  for (const [name, key] of Object.entries(scenario.scope)) scope[name] = key.default;
  for (const [name, value] of Object.entries(named)) {
    const key = Object.hasOwn(scenario.scope, name) ? scenario.scope[name] : undefined;
    if (key === undefined)
      throw new UsageError(
        "unknown-scope-key",
        `scenario ${scenario.name} has no scope key "${name}"${nearest(name, Object.keys(scenario.scope))}`,
      );
    if (!allows(key, value))
      throw new UsageError("scope-range", `scope key ${name} cannot be ${String(value)}: it is ${domain(key)}`);
    scope[name] = value;
  }
  const refusal = blaming("refuses", () => scenario.refuses(scope));
  if (refusal !== null) throw new UsageError("scope-refused", `scope of ${scenario.name}: ${refusal}`);
  return Object.freeze(scope);
}

/** The keys whose values differ from the scenario's `default` scope, for tokens and command lines. */
export function scopeChanges(scenario: Scenario, scope: Scope): Record<string, ScopeValue> {
  const usual = completeScope(scenario, "default");
  return Object.fromEntries(Object.entries(scope).filter(([name, value]) => usual[name] !== value));
}

/** The domain of a scope key in words. */
export function domain(key: ScopeKey): string {
  if (key.kind === "number") return `${key.from}…${key.to}`;
  return key.kind === "flag" ? "true or false" : key.values.join(" or ");
}

function allows(key: ScopeKey, value: ScopeValue): boolean {
  if (key.kind === "number")
    return Number.isInteger(value) && (value as number) >= key.from && (value as number) <= key.to;
  return key.kind === "flag" ? typeof value === "boolean" : key.values.includes(value as string);
}

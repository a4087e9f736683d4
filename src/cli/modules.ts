/** Modules named on the command line: models, designs and properties of the user's own. They are code, and are run. */
import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { messageOf } from "../machine/answers.js";
import { UsageError } from "../machine/errors.js";
import type { Property } from "../machine/property.js";
import type { Design, Scenario } from "../machine/scenario.js";
import { MODEL_ERROR, NO_DEADLOCK } from "../machine/verdict.js";
import { ModelError, SchemaError } from "../schema/errors.js";

/** Whether an argument is a path to a module rather than a name. */
export const isModulePath = (argument: string): boolean =>
  /^\.{0,2}[/\\]/.test(argument) || /\.(js|mjs|cjs|ts|mts)$/.test(argument);

/** The model that a module exports. @throws UsageError when the module cannot be loaded or exports no model */
export async function loadScenario(path: string): Promise<Scenario> {
  const value = await defaultExport(path);
  const problem = scenarioProblem(value);
  if (problem !== null)
    throw new UsageError("no-model", `${path} is no model: ${problem} (export default scenario({ … }))`);
  return value as Scenario;
}

/** The design that a module exports. @throws UsageError */
export async function loadDesign(path: string): Promise<Design> {
  const value = await defaultExport(path);
  if (!isObject(value) || !isName(value.name) || isObject(value.state))
    throw new UsageError("no-design", `${path} is no design: its default export is ${kindOf(value)}`);
  return { says: "", source: "", ...value } as Design & { readonly name: string };
}

/** The property that a module exports. @throws UsageError */
export async function loadProperty(path: string): Promise<Property> {
  const value = await defaultExport(path);
  if (!isProperty(value))
    throw new UsageError("no-property", `${path} is no property: its default export is ${kindOf(value)}`);
  return value as unknown as Property;
}

async function defaultExport(path: string): Promise<unknown> {
  const file = resolve(path);
  if (!existsSync(file)) throw new UsageError("unreadable-module", `cannot read the module ${path}: no such file`);
  if (statSync(file).isDirectory())
    throw new UsageError("unreadable-module", `cannot read the module ${path}: it is a directory`);
  try {
    loading = path;
    const module = (await import(pathToFileURL(file).href)) as { readonly default?: unknown };
    return module.default;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const typed = (error as { readonly code?: unknown } | null)?.code === "ERR_UNKNOWN_FILE_EXTENSION";
    const why = typed && /\.m?ts$/.test(path) ? "compile it to JavaScript first" : String(error);
    throw new UsageError("broken-module", `cannot load the module ${path}: ${why}`);
  } finally {
    loading = null;
  }
}

let loading: string | null = null;
/** The path of the module that is being loaded: what a program that ends in between was waiting for. */
export const moduleBeingLoaded = (): string | null => loading;

/**
 * Makes something of a model that came in as a module.
 * @throws UsageError when that fails for no reason that is known: then the module is not what it looked like
 */
export function ofModule<T>(path: string | undefined, make: () => T): T {
  try {
    return make();
  } catch (error) {
    const known = error instanceof UsageError || error instanceof SchemaError || error instanceof ModelError;
    if (known || path === undefined) throw error;
    throw new UsageError("no-model", `${path} is no model: ${messageOf(error)}`);
  }
}

type Fields = Readonly<Record<string, unknown>>;

function scenarioProblem(value: unknown): string | null {
  if (!isObject(value) || isProperty(value)) return `its default export is ${kindOf(value)}`;
  if (!isObject(value.state) || value.state.kind !== "record") return "its default export has no record as its state";
  if (!isName(value.name)) return "its default export has no name";
  if (!Array.isArray(value.actions) || value.actions.length === 0) return "it has no actions";
  if (!value.actions.every(isAction)) return "one of its actions was not made by action(…)";
  if (!Array.isArray(value.properties) || !value.properties.every(isProperty))
    return "one of its properties was not made by always(…), never(…), sometimes(…) or liveness(…)";
  if (!Array.isArray(value.designs) || value.designs.length === 0 || !Array.isArray(value.faults))
    return "it was not made by scenario(…)";
  for (const part of ["designs", "faults"] as const)
    if (!(value[part] as unknown[]).every((one) => isObject(one) && isName(one.name)))
      return `one of its ${part} has no name`;
  const functions = [value.constants, value.refuses, value.initial, value.final, value.fairness];
  if (!functions.every((part) => typeof part === "function") || !isObject(value.scope) || !isObject(value.scopes))
    return "it was not made by scenario(…)";
  const reserved = value.properties.find(({ name }) => name === NO_DEADLOCK || name === MODEL_ERROR);
  if (reserved !== undefined) return `the name of its property "${reserved.name}" is reserved`;
  return twice("actions", value.actions) ?? twice("properties", value.properties);
}

/** Names are what tokens and reports refer to. */
function twice(what: string, parts: readonly { readonly name: string }[]): string | null {
  const seen = new Set<string>();
  for (const { name } of parts) {
    if (seen.has(name)) return `two of its ${what} are named "${name}"`;
    seen.add(name);
  }
  return null;
}

function isAction(value: unknown): boolean {
  return (
    isObject(value) &&
    isName(value.name) &&
    isObject(value.parameters) &&
    [value.when, value.enabled, value.effect].every((part) => typeof part === "function")
  );
}

function isProperty(value: unknown): boolean {
  return (
    isObject(value) &&
    isName(value.name) &&
    typeof value.applies === "function" &&
    Array.isArray(value.violatedBy) &&
    (value.on === null || Array.isArray(value.on)) &&
    [value.badState, value.badStep, value.stateExercised, value.stepExercised].every(isFunctionOrNull) &&
    (typeof value.badState === "function" ||
      typeof value.badStep === "function" ||
      (isObject(value.temporal) && typeof value.temporal.formula === "function"))
  );
}

const isObject = (value: unknown): value is Fields => typeof value === "object" && value !== null;
const isFunctionOrNull = (value: unknown): boolean => value === null || typeof value === "function";
const isName = (value: unknown): boolean => typeof value === "string" && value !== "";

function kindOf(value: unknown): string {
  if (value === undefined) return "missing";
  if (isProperty(value)) return "a property";
  if (isObject(value) && isObject(value.state)) return "a model";
  if (Array.isArray(value)) return "an array";
  return value === null ? "null" : typeof value === "object" ? "some other object" : `a ${typeof value}`;
}

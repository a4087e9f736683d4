/** Errors about state shapes and about values that leave them. */

/** A schema that makes no sense in a scope. */
export class SchemaError extends Error {
  override readonly name = "SchemaError";
  constructor(
    readonly path: string,
    readonly problem: string,
  ) {
    super(`${path}: ${problem}`);
  }
}

/** What a guard, an effect or a property did that no model may do: the cause of a `model-error` verdict. */
export class ModelError extends Error {
  override readonly name: string = "ModelError";
}

/** A value outside the domain of the place it was written to. */
export class DomainError extends ModelError {
  override readonly name = "DomainError";
  constructor(
    /** Where, e.g. `tasks[1].at`. */
    readonly path: string,
    readonly value: unknown,
    /** The domain in words. */
    readonly domain: string,
  ) {
    super(`${path} cannot be ${show(value)}: its domain is ${domain}`);
  }
}

function show(value: unknown): string {
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}

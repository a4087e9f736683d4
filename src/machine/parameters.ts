/** Parameters of actions: finite domains, and the instances that they span in a scope. */

import { SchemaError } from "../schema/errors.js";
import { cardinality, type Scalar, valuesOf } from "../schema/scalar.js";
import type { PlainScalarSchema, Scope } from "../schema/schema.js";
import { isScalar, resolve } from "../schema/shape.js";
import type { PlainScalarOf } from "../schema/types.js";

/** The domains of an action's parameters, by name. */
export type ParameterSchemas = { readonly [name: string]: PlainScalarSchema };
/** One choice of values for an action's parameters. */
export type ParametersOf<P extends ParameterSchemas> = { readonly [N in keyof P]: PlainScalarOf<P[N]> };
/** Parameters of any action, as data. */
export type Parameters = Readonly<Record<string, Scalar>>;

/** The largest number of choices that an action may have. */
const MOST_CHOICES = 2 ** 20;

/** Every choice of parameters in a scope, in lexicographic order of the domains. @throws SchemaError */
export function choices(schemas: ParameterSchemas, scope: Scope): Parameters[] {
  return Object.entries(schemas).reduce<Parameters[]>(
    (partial, [name, schema]) => {
      const shape = resolve(schema, scope, `parameter ${name}`);
      if (!isScalar(shape))
        throw new SchemaError(`parameter ${name}`, `a parameter is a plain scalar, not a ${shape.kind}`);
      if (partial.length * cardinality(shape) > MOST_CHOICES)
        throw new SchemaError(
          `parameter ${name}`,
          `the action would have more than ${MOST_CHOICES} choices of parameters`,
        );
      const values = valuesOf(shape);
      return partial.flatMap((chosen) => values.map((value) => ({ ...chosen, [name]: value })));
    },
    [{}],
  );
}

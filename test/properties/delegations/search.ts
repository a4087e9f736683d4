/** Exhaustive searches of `delegations` in small scopes, and what they find. */
import { expect } from "vitest";
import { delegations } from "../../../properties/scenarios.js";
import { type MachineChoice, machineOf } from "../../../src/machine/machine.js";
import type { ScopeValue } from "../../../src/schema/schema.js";
import { explore } from "../../../src/search/explore.js";
import { checkLiveness } from "../../../src/temporal/check.js";
import type { Checked } from "../../../src/temporal/result.js";

/** The live faults. */
export const LIVE: readonly string[] = delegations.faults.filter(({ kind }) => kind === "live").map(({ name }) => name);

/** What to search: values that change the scope of one file, or the name of a scope. */
type Choice = Omit<MachineChoice, "scope"> & { readonly scope: string | Readonly<Record<string, ScopeValue>> };

/** Searches a scope completely, with every live fault mended unless something else is said. */
export async function search({ scope, ...choice }: Choice): Promise<Checked> {
  const wanted = typeof scope === "string" ? scope : { files: 1, ...scope };
  const machine = machineOf(delegations, { mends: LIVE, ...choice, scope: wanted });
  const result = await explore(machine);
  expect(result.modelError).toBeNull();
  expect(result.complete).toBe(true);
  const liveness = await checkLiveness(machine);
  expect(liveness.complete).toBe(true);
  return { ...result, liveness };
}

/** The properties that are violated, with the lengths of the shortest behaviours. */
export const violated = ({ outcomes, liveness }: Checked): Record<string, number> =>
  Object.fromEntries([
    ...outcomes.flatMap(({ property, steps }) =>
      property.kind === "sometimes" || steps === null ? [] : [[property.name, steps.length] as const],
    ),
    ...(liveness?.outcomes ?? []).flatMap(({ property, lasso }) =>
      lasso === null ? [] : [[property.name, lasso.steps.length] as const],
    ),
  ]);

/** The situations that are reached. */
export const reached = ({ outcomes }: Checked): string[] =>
  outcomes.flatMap(({ property, steps }) => (property.kind === "sometimes" && steps !== null ? [property.name] : []));

/** Every fault of kernel threads, of pools and of the whole series is caught, at its own scope, by the properties that name it, and by no other. */
import { describe, expect, it } from "vitest";
import { series, serviceThreads, threadGroups } from "../../../properties/scenarios.js";
import type { ScopeValue } from "../../../src/schema/schema.js";
import { search, violated } from "./search.js";

describe.each([threadGroups, serviceThreads, series].map((scenario) => [scenario.name, scenario] as const))(
  "%s",
  (_, scenario) => {
    /** What holds without the fault, once for each scope. */
    const sound = new Map<string, Promise<void>>();
    const holdsWithout = (scope: Readonly<Record<string, ScopeValue>>): Promise<void> => {
      const key = JSON.stringify(Object.entries(scope).sort());
      const known =
        sound.get(key) ??
        search(scenario, { scope }).then((without) => {
          expect(violated(without)).toEqual({});
          expect(without.deadlock).toBeNull();
        });
      sound.set(key, known);
      return known;
    };

    it.each(scenario.faults.map((fault) => [fault.name, fault] as const))("%s", async (name, fault) => {
      const scope = { ...scenario.scopes.quick, ...fault.scope, ...fault.smallest };
      await holdsWithout(scope);
      const found = await search(scenario, { scope, bugs: [name] });
      const named = scenario.properties.filter(
        ({ violatedBy, kind }) => kind !== "sometimes" && violatedBy.includes(name),
      );
      expect(Object.keys(violated(found)).sort()).toEqual(named.map((property) => property.name).sort());
    });
  },
);

/** Every fault of servers in user space is caught, at its smallest scope, by the properties that name it, and by no other. */
import { describe, expect, it } from "vitest";
import { userspaceServer } from "../../../properties/scenarios.js";
import { starved, violated } from "./search.js";

const caught = async (choice: Parameters<typeof violated>[0]): Promise<string[]> => [
  ...Object.keys(await violated(choice)),
  ...(await starved(choice)),
];

describe("every fault is caught by the properties that name it, and by no other", () => {
  it.each(userspaceServer.faults.map((fault) => [fault.name, fault] as const))("%s", async (name, fault) => {
    const design = fault.design ?? "linux-6.18";
    const scope = { ...userspaceServer.scopes.quick, ...fault.scope, ...fault.smallest };
    const live = fault.kind === "live";
    const without = await caught({ design, scope, mends: live ? [name] : [] });
    const found = await caught({ design, scope, bugs: live ? [] : [name] });
    const named = userspaceServer.properties.filter(({ violatedBy }) => violatedBy.includes(name));
    expect(found.filter((property) => !without.includes(property)).sort()).toEqual(
      named.map((property) => property.name).sort(),
    );
  });
});

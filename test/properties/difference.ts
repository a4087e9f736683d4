/** What a fault or a design makes of a behaviour. */
import type { MachineChoice } from "../../src/machine/machine.js";
import { World } from "../model/world.js";

type Choice = MachineChoice & { readonly scope?: object };
/** Every live fault mended. */
export const ALL_MENDED = { mends: ["B16", "B17", "B18", "E9"] };

/** Runs a behaviour with and without something, and says what is violated only with it. */
export function difference(run: (world: World) => void, withIt: Choice, without: Choice): string[] {
  const [there, not] = [withIt, without].map((choice) => {
    const world = new World(choice);
    run(world);
    return world.violated;
  });
  return [...(there ?? [])].filter((name) => !not?.has(name)).sort();
}

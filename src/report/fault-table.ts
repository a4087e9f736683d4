/** The table of seeded faults: who catches what, and at what cost. */
import type { Fault } from "../machine/scenario.js";
import { table } from "./table.js";
import { count } from "./words.js";

/** What is shown of one fault. */
export interface FaultLine {
  readonly fault: Fault;
  readonly design: string;
  readonly caught: readonly { readonly property: string; readonly length: number }[];
  readonly states: number;
  readonly walk: { readonly property: string; readonly walks: number } | null;
}

/** A row a fault: its kind, the properties that catch it with the length of the shortest trace, states, walks needed. */
export function faultTable(lines: readonly FaultLine[], seed: string): string {
  const rows = lines.map(({ fault, design, caught, states, walk }) => [
    fault.name,
    fault.kind,
    design,
    caught.length === 0 ? "nothing" : caught.map(({ property, length }) => `${property} ${length}`).join("\n"),
    count(states),
    walk === null ? "not met" : count(walk.walks),
  ]);
  return [
    table(
      [
        { head: "fault" },
        { head: "kind" },
        { head: "design" },
        { head: "caught by, steps" },
        { head: "states", align: "right" },
        { head: "walks", align: "right" },
      ],
      rows,
    ),
    "",
    "Each fault alone: every other live fault is mended. Caught by: violated with the fault and not without it,",
    "with the steps of a shortest behaviour (exhaustive search, quick scope). Walks: random walks until the first",
    `of these properties was violated (seed ${seed}, random scope).`,
  ].join("\n");
}

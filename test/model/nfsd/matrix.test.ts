/** What real servers did, cell by cell, is what the model does under their rule, and not under another's. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { MachineChoice } from "../../../src/machine/machine.js";
import { Server } from "./server.js";

const HOLDER = 0;
const OTHER = 1;

interface Cell {
  readonly kernel: string;
  readonly kind: "read" | "write";
  readonly operation: string;
  readonly by: "same" | "other" | "local";
  readonly recalled: boolean;
  readonly outcome: string;
}

const cells: readonly Cell[] = readFileSync(new URL("../../fixtures/knfsd/matrix.tsv", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => {
    const [kernel, kind, operation, by, recall, outcome] = line.split("\t");
    return { kernel, kind, operation, by, recalled: recall === "recall", outcome } as Cell;
  });

type Rule = MachineChoice & { readonly scope?: object };
const MAINLINE: Rule = { design: "linux-6.18" };
const RULES: Readonly<Record<string, Rule>> = {
  "5.10": MAINLINE,
  "6.1": MAINLINE,
  "6.12": { ...MAINLINE, scope: { writeDelegations: true, getAttributes: true } },
  "6.1, no owner check": { design: "linux-5.0" },
  "6.1, thread group": { design: "tgid", scope: { check: "nothing" } },
};

/** Cells that the model answers otherwise, and why that is no fault of it. */
const EXCEPTIONS: readonly (Pick<Cell, "kernel" | "kind" | "operation" | "by"> & { readonly because: string })[] = [
  {
    kernel: "6.12",
    kind: "write",
    operation: "getattr",
    by: "other",
    because: "the client that recorded it had no answer to CB_GETATTR, and counted only CB_RECALL as a recall",
  },
];
const isException = (cell: Cell): boolean =>
  EXCEPTIONS.some(
    ({ kernel, kind, operation, by }) =>
      kernel === cell.kernel && kind === cell.kind && operation === cell.operation && by === cell.by,
  );

/** Sends the cell's operation as a request of the client. */
function ask(server: Server, operation: string, client: number): "OK" | "DELAY" {
  const [file, target] = operation === "rename-over" ? [1, 0] : [0, 0];
  switch (operation) {
    case "open-write":
      return server.request("OPEN", { client, file, access: "write", wants: "no delegation" });
    case "open-read":
      return server.request("OPEN", { client, file, access: "read", wants: "a delegation" });
    case "rename-from":
    case "rename-over":
      return server.request("RENAME", { client, file, target });
    case "getattr":
      // Without write delegations GETATTR asks nobody.
      return server.can("request", { client, file, operation: "get attributes" })
        ? server.request("request", { client, file, operation: "get attributes" })
        : "OK";
    default:
      return server.request("request", { client, file, operation: REQUESTS[operation] as string });
  }
}
const REQUESTS: Readonly<Record<string, string>> = {
  "setattr-mode": "set attributes",
  "setattr-size": "set attributes",
  "write-anon": "write",
  link: "link",
  remove: "remove",
};

/** The same by a process on the server; a chmod(2) stands for all that changes attributes or names, and stat(2) for nothing. */
function call(server: Server, operation: string): "immediate" | "blocked" {
  if (operation === "getattr") return "immediate";
  if (operation === "open-write") return server.local("local open", { file: 0, access: "for writing" });
  if (operation !== "open-read") return server.local("local change", { file: 0 });
  const open = { file: 0, access: "for reading" };
  // Without write delegations an open for reading meets nothing, and is not in the scope.
  return server.can("local open", open) ? server.local("local open", open) : "immediate";
}

/** What the model does: recalled or not, and the outcome, and whether the operation succeeds once the delegation is returned. */
function answer({ kind, operation, by }: Cell, rule: Rule): { recalled: boolean; outcome: string; later: string } {
  const server = new Server({ ...rule, scope: { close: true, ...rule.scope } });
  server.delegate(HOLDER, kind === "read" ? "read" : "both");
  server.request("CLOSE", { client: HOLDER, file: 0 });
  const client = by === "same" ? HOLDER : OTHER;
  const outcome = by === "local" ? call(server, operation) : ask(server, operation, client);
  const recalled = server.isRecalled(HOLDER);
  if (outcome === "OK" || outcome === "immediate") return { recalled, outcome, later: outcome };
  server.answerRecall(HOLDER);
  const later = by === "local" ? server.localGoesOn() : ask(server, operation, client);
  return { recalled, outcome, later };
}

const asRecorded = (cell: Cell, rule: Rule): boolean => {
  const { recalled, outcome } = answer(cell, rule);
  return recalled === cell.recalled && outcome === cell.outcome;
};

describe.each(Object.entries(RULES))("knfsd %s", (kernel, rule) => {
  const recorded = cells.filter((cell) => cell.kernel === kernel);
  const name = ({ kind, operation, by }: Cell): string => `${kind} delegation, ${operation}, ${by}`;
  it("has cells", () => expect(recorded.length).toBeGreaterThan(50));
  it.each(recorded.filter((cell) => !isException(cell)).map((cell) => [name(cell), cell] as const))("%s", (_, cell) => {
    const { recalled, outcome, later } = answer(cell, rule);
    expect({ recalled, outcome }).toEqual({ recalled: cell.recalled, outcome: cell.outcome });
    expect(["OK", "immediate"]).toContain(later);
  });
  it("differs in the exceptions, and in those only", () => {
    expect(recorded.filter((cell) => !asRecorded(cell, rule))).toEqual(recorded.filter(isException));
  });
});

describe("a kernel under another's rule", () => {
  const RIVALS = [
    ["6.1", "6.1, no owner check"],
    ["6.1", "6.1, thread group"],
    ["6.1, no owner check", "6.1"],
    ["6.1, no owner check", "6.1, thread group"],
    ["6.1, thread group", "6.1"],
    ["6.1, thread group", "6.1, no owner check"],
  ] as const;
  it.each(RIVALS)("%s is not explained by the rule of %s", (kernel, other) => {
    const rule = RULES[other] as Rule;
    const wrong = cells.filter((cell) => cell.kernel === kernel && !asRecorded(cell, rule));
    expect(wrong.length).toBeGreaterThanOrEqual(12);
  });
});

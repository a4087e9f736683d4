/** Findings as Markdown: each design's failures with a shortest behaviour, and a judgement of policies. From runs only. */
import { type Step, showStep } from "../machine/action.js";
import type { Scenario } from "../machine/scenario.js";
import type { ExplorationResult } from "../search/result.js";
import { table } from "./markdown.js";
import { count } from "./words.js";

/** One design under one question, with the faults of today and without them. */
export interface DesignFinding {
  readonly question: { readonly name: string; readonly asks: string };
  readonly design: string;
  readonly asIs: ExplorationResult;
  readonly mended: ExplorationResult;
  /** With one live fault, by name, and all others mended. */
  readonly alone: ReadonlyMap<string, ExplorationResult>;
}

/** One policy, judged twice. */
export interface PolicyFinding {
  readonly policy: { readonly publish: string; readonly check: string; readonly lock: string };
  readonly opens: ExplorationResult;
  readonly changes: ExplorationResult;
}

/** What fails, once for all designs that fail alike. */
interface Failure {
  readonly question: string;
  readonly property: string;
  readonly designs: string[];
  readonly steps: readonly Step[];
  /** The live faults each of which suffices for it; `null` when it fails without any as well. */
  readonly faults: readonly string[] | null;
}

const violations = ({ outcomes }: ExplorationResult): readonly (readonly [string, readonly Step[]])[] =>
  outcomes.flatMap(({ property, steps }) =>
    property.kind === "sometimes" || steps === null ? [] : [[property.name, steps] as const],
  );

/** The whole document. */
export function findingsReport(
  scenario: Scenario,
  questions: readonly { readonly name: string; readonly asks: string }[],
  found: readonly DesignFinding[],
  judged: readonly PolicyFinding[],
): string {
  const failures = failuresOf(found);
  return [
    "# Findings",
    "Written by `leasecheck findings --write docs/findings.md`; every line comes from complete searches of the scopes named at the " +
      "end. *Deduced* faults are what reading the kernel's code says; `leasecheck explain NAME` tells more about every name here.",
    "## What fails, by design",
    table(
      ["design", ...questions.map(({ name }) => name)],
      scenario.designs.map(({ name }) => [
        `\`${name}\``,
        ...questions.map((question) => {
          const here = failures.filter((one) => one.question === question.name && one.designs.includes(name));
          return here.length === 0 ? "holds" : here.map(cell).join("; ");
        }),
      ]),
    ),
    "A number refers to the behaviours below, and is followed by the faults of today's kernel each of which suffices for it (*several*: none of them alone). **Bold** ones " +
      "need none: they fail with every fault mended, by the design itself.",
    ...locking(judged),
    "## Shortest behaviours",
    ...failures.map((failure, n) => shown(failure, n + 1)),
    "## The searches",
    table(
      ["question", "scope", "states, least and most"],
      questions.map((question) => {
        const here = found.filter((one) => one.question === question);
        const states = here.flatMap(({ asIs, mended }) => [asIs.states, mended.states]);
        const scope = (here[0] as DesignFinding).asIs.machine.scope;
        const usual = Object.entries(scope).filter(([key, value]) => standard(scenario, key) !== value);
        return [
          question.asks,
          usual.map(([key, value]) => `\`${key}=${String(value)}\``).join(" "),
          `${count(Math.min(...states))} to ${count(Math.max(...states))}`,
        ];
      }),
    ),
    found.every(({ asIs, mended }) => isDecided(asIs) && isDecided(mended))
      ? "All were complete, or ended when everything was decided."
      : "**Not all were complete.**",
    "",
  ].join("\n\n");

  function cell(failure: Failure): string {
    const number = failures.indexOf(failure) + 1;
    return failure.faults === null
      ? `**${number}**`
      : `${number} (${failure.faults.length === 0 ? "several" : failure.faults.join(", ")})`;
  }
}

const isDecided = ({ complete, limit, modelError }: ExplorationResult): boolean =>
  complete || (limit === null && modelError === null);

const standard = (scenario: Scenario, key: string): unknown => scenario.scope[key]?.default;

/** Equal failures of several designs are one. */
function failuresOf(found: readonly DesignFinding[]): Failure[] {
  const failures: Failure[] = [];
  const breaks = (result: ExplorationResult, property: string): boolean =>
    violations(result).some(([name]) => name === property);
  for (const { question, design, asIs, mended, alone } of found)
    for (const [property, steps] of violations(asIs)) {
      const faults = breaks(mended, property)
        ? null
        : [...alone].flatMap(([fault, result]) => (breaks(result, property) ? [fault] : []));
      const same = failures.find(
        (one) =>
          one.question === question.name &&
          one.property === property &&
          String(one.faults) === String(faults) &&
          one.steps.length === steps.length,
      );
      if (same === undefined) failures.push({ question: question.name, property, designs: [design], steps, faults });
      else same.designs.push(design);
    }
  return failures;
}

function shown({ question, property, designs, steps, faults }: Failure, number: number): string {
  const names = designs.map((design) => `\`${design}\``).join(", ");
  const mend = faults === null ? "By the design itself." : byFaults(faults);
  const lines = steps.map((step, n) => `${String(n + 1).padStart(4)}. ${showStep(step)}`);
  return `**${number}. ${property}** — ${question}; ${names}. ${steps.length} steps, and no behaviour is shorter. ${mend}\n\n${lines.join("\n")}`;
}

const byFaults = (faults: readonly string[]): string =>
  faults.length === 0
    ? "By several faults of today's kernel together; mended with them."
    : `By ${faults.join(", and by ")} alone; mended with ${faults.length > 1 ? "them" : "it"}.`;

/** Which locking is enough: judged policies, and the weakest among those that are right. */
function locking(judged: readonly PolicyFinding[]): string[] {
  const verdict = (result: ExplorationResult): string => {
    const shortest = violations(result).map(([property, steps]) => `${property} in ${steps.length}`);
    return shortest.length === 0 ? "holds" : shortest.join(", ");
  };
  const right = judged.filter((one) => verdict(one.opens) === "holds" && verdict(one.changes) === "holds");
  const weakest = right.filter(
    (one, n) =>
      right.findIndex(({ policy }) => policy.publish === one.policy.publish && policy.check === one.policy.check) === n,
  );
  return [
    "## Which locking of the server's own data is enough",
    "The series lets the VFS pass every delegation of the server's thread group, so that the server has to look for those of other " +
      "clients before it calls the VFS, and to keep new ones out until they cannot be overlooked. Every policy, all live faults mended:",
    table(
      [
        "OPEN publishes its access",
        "the check looks at",
        "grants are kept out",
        "files opened and written",
        "attributes changed",
      ],
      judged.map(({ policy, opens, changes }) => [
        policy.publish,
        policy.check,
        policy.lock,
        verdict(opens),
        verdict(changes),
      ]),
    ),
    "Enough, and the weakest of its kind (each row with the least lock that is right for it):",
    weakest
      .map(
        ({ policy }) =>
          `- access published ${policy.publish}, the check looks at ${policy.check}, grants kept out ${policy.lock}`,
      )
      .join("\n"),
    "*By i_rwsem* means that the check is made under i_rwsem of the file wherever the operation takes it, which a grant only tries to " +
      "take; for SETATTR the server takes it itself, for REMOVE, LINK and RENAME the VFS does, so that the check would have to move into " +
      "it, or a lock of the server's own be held until the VFS call returns.",
  ];
}

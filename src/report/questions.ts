/** The answers to questions as Markdown: each question under each design, with the shortest behaviour for every failure. */
import { type Step, showStep } from "../machine/action.js";
import type { Scenario } from "../machine/scenario.js";
import type { ExplorationResult } from "../search/result.js";
import { table } from "./markdown.js";
import { count } from "./words.js";

/** One question, under one design. */
export interface Answer {
  readonly question: { readonly name: string; readonly asks: string };
  readonly design: string;
  readonly result: ExplorationResult;
}

/** What fails, once for all designs that fail alike. */
interface Failure {
  readonly property: string;
  readonly steps: readonly Step[];
  /** The questions under which it shows, and the designs of each. */
  readonly where: Map<string, string[]>;
}

/** A document about all questions. `head` is its beginning, up to the first table. */
export function questionsReport(
  scenario: Scenario,
  head: readonly string[],
  questions: readonly Answer["question"][],
  answers: readonly Answer[],
): string {
  const failures = failuresOf(answers);
  const ofQuestion = ({ name }: Answer["question"]): readonly Answer[] =>
    answers.filter(({ question }) => question.name === name);
  const cell = (question: string, design: string): string => {
    const here = failures.filter((one) => one.where.get(question)?.includes(design));
    return here.length === 0 ? "holds" : here.map((one) => `${one.property} (${failures.indexOf(one) + 1})`).join(", ");
  };
  return [
    ...head,
    table(
      ["question", "", ...scenario.designs.map(({ name }) => `\`${name}\``)],
      questions.map(({ name, asks }) => [name, asks, ...scenario.designs.map((design) => cell(name, design.name))]),
    ),
    "*Holds* means that every property of the scenario does, but for those of what must happen in the end, which were left out. A number refers to the behaviours below.",
    "## Shortest behaviours",
    ...failures.map((failure, n) => shown(failure, n + 1)),
    "## The searches",
    table(
      ["question", "scope, where it is not the default", "states, least and most"],
      questions.map((question) => {
        const here = ofQuestion(question).map(({ result }) => result);
        const states = here.map((result) => result.states);
        return [
          question.name,
          scopeOf(scenario, here),
          `${count(Math.min(...states))} to ${count(Math.max(...states))}`,
        ];
      }),
    ),
    answers.every(({ result }) => result.complete)
      ? "All were complete. States are counted up to symmetry."
      : "**Not all were complete.**",
    "",
  ].join("\n\n");
}

const scopeOf = (scenario: Scenario, [result]: readonly ExplorationResult[]): string =>
  Object.entries(result?.machine.scope ?? {})
    .filter(([key, value]) => scenario.scope[key]?.default !== value)
    .map(([key, value]) => `\`${key}=${String(value)}\``)
    .join(" ");

/** Equal failures are one, and so are those that differ in what their steps are about, not in what is done. */
function failuresOf(answers: readonly Answer[]): Failure[] {
  const failures: Failure[] = [];
  const actions = (steps: readonly Step[]): string => steps.map(({ action }) => action).join();
  for (const { question, design, result } of answers)
    for (const { property, steps } of result.outcomes) {
      if (property.kind === "sometimes" || steps === null) continue;
      let failure = failures.find((one) => one.property === property.name && actions(one.steps) === actions(steps));
      if (failure === undefined) {
        failure = { property: property.name, steps, where: new Map() };
        failures.push(failure);
      }
      failure.where.set(question.name, [...(failure.where.get(question.name) ?? []), design]);
    }
  return failures;
}

function shown({ property, steps, where }: Failure, number: number): string {
  const places = [...where].map(
    ([question, designs]) => `${question} (${designs.map((name) => `\`${name}\``).join(", ")})`,
  );
  const lines = steps.map((step, n) => `${String(n + 1).padStart(4)}. ${showStep(step)}`);
  return `**${number}. ${property}** — ${places.join("; ")}. ${steps.length} steps, and no behaviour is shorter.\n\n${lines.join("\n")}`;
}

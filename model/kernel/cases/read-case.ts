/** Case files: YAML in, cases or problems with their places out. `docs/cases.md` is the format. */
import { nearest } from "../../../src/machine/nearest.js";
import type { Case, CaseStep, Needs } from "./case.js";
import { Flow } from "./flow.js";
import { type Located, type Place, type Problem, readLocated } from "./located.js";
import { readStep } from "./read-step.js";

/** What a file holds. When there are problems the cases are not to be run. */
export interface CaseFile {
  readonly cases: readonly Case[];
  readonly problems: readonly Problem[];
}

const OF_FILES = ["suite", "source", "needs", "observed", "cases"];
const OF_CASES = ["name", "says", "source", "needs", "leaves-out", "observed", "processes", "steps"];

/** Reads the text of a case file. @param path as it is to be shown */
export function readCases(path: string, text: string): CaseFile {
  const { value, problems: found } = readLocated(text);
  if (found.length > 0) return { cases: [], problems: found };
  const reader = new Reader(path);
  const single = reader.mapping(value)?.has("steps") === true;
  const root = reader.keys(value, single ? ["suite", ...OF_CASES] : OF_FILES);
  if (root === null) return { cases: [], problems: reader.problems };
  const common: Common = {
    suite: reader.text(root.get("suite")),
    source: reader.text(root.get("source")),
    needs: reader.needs(root.get("needs")),
    observed: reader.text(root.get("observed")),
  };
  const list = single ? [value] : reader.list(root.get("cases"));
  if (list.length === 0) reader.wrong(value, "a case file has steps, or a list of cases");
  const names = new Set<string>();
  const cases = list.flatMap((item) => {
    const made = reader.case(item, common, single);
    if (made !== null && names.has(made.name)) reader.wrong(item, `two cases are named ${made.name}`);
    if (made !== null) names.add(made.name);
    return made === null ? [] : [made];
  });
  return { cases, problems: reader.problems };
}

type Common = Pick<Case, "suite" | "source" | "needs" | "observed">;

class Reader {
  readonly problems: Problem[] = [];

  constructor(private readonly path: string) {}

  wrong({ line, column }: Place, problem: string): void {
    this.problems.push({ line, column, problem });
  }

  mapping(value: Located): ReadonlyMap<string, Located> | null {
    return value.kind === "mapping" ? new Map([...value.entries].map(([key, entry]) => [key, entry.value])) : null;
  }

  /** The values by key, where only some keys are known. */
  keys(value: Located, known: readonly string[]): ReadonlyMap<string, Located> | null {
    if (value.kind !== "mapping") {
      this.wrong(value, `keys and values are wanted here (${known.join(", ")})`);
      return null;
    }
    for (const [key, entry] of value.entries)
      if (!known.includes(key)) this.wrong(entry.key, `no key is named "${key}" here${nearest(key, known)}`);
    return this.mapping(value);
  }

  list(value: Located | undefined): readonly Located[] {
    if (value === undefined || value.kind === "nothing") return [];
    if (value.kind === "list") return value.items;
    this.wrong(value, "a list is wanted here");
    return [];
  }

  text(value: Located | undefined): string | null {
    if (value === undefined || value.kind === "nothing") return null;
    if (value.kind === "text") return value.text.trim();
    this.wrong(value, "a text is wanted here");
    return null;
  }

  needs(value: Located | undefined): Needs {
    const given = value === undefined ? null : this.keys(value, ["kernel", "privilege", "filesystem"]);
    const kernel = this.text(given?.get("kernel"));
    if (kernel !== null && !/^\d+\.\d+$/.test(kernel))
      this.wrong(given?.get("kernel") as Located, `a kernel version is written as 6.19, not ${kernel}`);
    return { kernel, privilege: this.text(given?.get("privilege")), filesystem: this.text(given?.get("filesystem")) };
  }

  case(value: Located, common: Common, single: boolean): Case | null {
    const given = this.keys(value, single ? ["suite", ...OF_CASES] : OF_CASES);
    if (given === null) return null;
    const name = this.text(given.get("name"));
    if (name === null) this.wrong(value, "a case has a name");
    const flow = new Flow();
    const before = this.problems.length;
    const processes = this.processes(given.get("processes"), value, flow);
    const steps = this.problems.length > before ? [] : this.steps(given.get("steps"), value, flow);
    const own = given.has("needs") ? this.needs(given.get("needs")) : null;
    return {
      path: this.path,
      line: value.line,
      ...common,
      name: name ?? "",
      source: this.text(given.get("source")) ?? common.source,
      says: this.text(given.get("says")),
      needs: own ?? common.needs,
      leavesOut: this.list(given.get("leaves-out")).flatMap((item) => this.text(item) ?? []),
      observed: this.text(given.get("observed")) ?? common.observed,
      processes,
      processOf: new Map([...flow.actors].map(([actor, { process }]) => [actor, process])),
      files: flow.files,
      descriptions: steps.flatMap(({ makes }) => makes ?? []),
      steps,
    };
  }

  private processes(value: Located | undefined, at: Place, flow: Flow): string[] {
    const names = this.list(value).flatMap((item) => {
      const name = this.text(item);
      const wrong = name === null ? null : flow.addActor(name);
      if (wrong !== null) this.wrong(item, wrong);
      return name ?? [];
    });
    if (names.length === 0) this.wrong(value ?? at, "a case names its processes, for example [H, C]");
    return names;
  }

  private steps(value: Located | undefined, at: Place, flow: Flow): CaseStep[] {
    const items = this.list(value);
    if (items.length === 0) this.wrong(value ?? at, "a case has steps");
    const steps: CaseStep[] = [];
    const before = this.problems.length;
    for (const [n, item] of items.entries()) {
      const step = readStep(item, n + 1, flow, (place, problem) => this.wrong(place, problem));
      if (step !== null) steps.push(step);
      // What is wrong with later steps may follow from this.
      if (this.problems.length > before) break;
    }
    return steps.map((step, n) =>
      step.call.kind === "open" ? { ...step, makes: flow.made.get(n + 1) ?? `#${n + 1}` } : step,
    );
  }
}

/** `leasecheck explain`: what a property, design, bug, action or scenario means, and where that comes from. */
import type { Command } from "commander";
import { UsageError } from "../machine/errors.js";
import { nearest } from "../machine/nearest.js";
import { entriesOf, printEntry, SECTIONS, type Section } from "../report/catalogue.js";
import { scenariosNamed } from "./select.js";
import type { Session } from "./session.js";

const TITLES: Readonly<Record<Section, string>> = {
  scenarios: "scenario",
  designs: "design",
  properties: "property",
  bugs: "bug",
  actions: "action",
};

/** Adds `leasecheck explain` to the program. */
export function addExplain(program: Command, session: Session): void {
  program
    .command("explain")
    .description("say what a property, design, bug, action or scenario means, and its source")
    .argument("<name>", "its name, as list shows it")
    .argument("[module]", "a module that exports a model")
    .action((name: string, module?: string) => explain(session, name, module));
}

async function explain({ print, paint, width }: Session, name: string, module?: string): Promise<void> {
  const known = await scenariosNamed(module === undefined ? [] : [module]);
  const all = SECTIONS.flatMap((section) =>
    known.flatMap(({ scenario }) => entriesOf(section, scenario).map((entry) => ({ title: TITLES[section], entry }))),
  );
  const found = all.filter(({ entry }) => entry.name === name);
  if (found.length === 0) {
    const names = [...new Set(all.map(({ entry }) => entry.name))];
    throw new UsageError("unknown-name", `nothing is named "${name}"${nearest(name, names)}`);
  }
  print(found.map(({ title, entry }) => printEntry(title, entry, paint, width)).join("\n\n"));
}

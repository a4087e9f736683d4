/** `leasecheck list`: what there is. */
import type { Command } from "commander";
import { UsageError } from "../machine/errors.js";
import { nearest } from "../machine/nearest.js";
import { type Entry, entriesOf, printList, SECTIONS, type Section } from "../report/catalogue.js";
import { isModulePath } from "./modules.js";
import { scenariosNamed } from "./select.js";
import type { Session } from "./session.js";

/** Adds `leasecheck list` to the program. */
export function addList(program: Command, session: Session): void {
  program
    .command("list")
    .description("list scenarios, designs, properties, bugs or actions (default: all), also of ./module.js")
    .argument("[what]", SECTIONS.join(", "))
    .argument("[module]", "a module that exports a model")
    .action(async (what?: string, module?: string) => {
      const alone = what !== undefined && module === undefined && isModulePath(what);
      await list(session, alone ? undefined : what, alone ? what : module);
    });
}

async function list({ print, paint, width }: Session, what?: string, module?: string): Promise<void> {
  const sections = what === undefined ? SECTIONS : [sectionNamed(what)];
  const known = await scenariosNamed(module === undefined ? [] : [module]);
  const parts = sections.map((section) => {
    const entries = distinct(known.flatMap(({ scenario }) => entriesOf(section, scenario)));
    const title = sections.length > 1 ? `${paint("bold", section)}\n` : "";
    return entries.length === 0 ? `${title}  none` : `${title}${printList(entries, paint, width)}`;
  });
  print(parts.join("\n\n"));
}

/** Of things with one name in several scenarios the first is listed; `explain` shows all. */
const distinct = (entries: readonly Entry[]): Entry[] =>
  entries.filter(({ name }, n) => entries.findIndex((entry) => entry.name === name) === n);

function sectionNamed(name: string): Section {
  const found = SECTIONS.find((section) => section === name);
  if (found === undefined)
    throw new UsageError("unknown-list", `there is no list of "${name}"${nearest(name, SECTIONS)}`);
  return found;
}

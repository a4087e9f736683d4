/** What a run of the bench leaves behind: figures, and the machine that they were measured on. */
import { execFileSync } from "node:child_process";
import { cpus, totalmem } from "node:os";
import type { Measured } from "./contestant.js";
import { spinMissing } from "./spin.js";

/** The JSON that `npm run bench -- --json FILE` writes. */
export interface Results {
  readonly date: string;
  readonly quick: boolean;
  readonly machine: MachineDescription;
  readonly missing: readonly string[];
  readonly measured: readonly Measured[];
}

/** What the figures depend on. */
export interface MachineDescription {
  readonly processor: string;
  readonly cores: number;
  /** In bytes. */
  readonly memory: number;
  readonly system: string;
  readonly node: string;
  /** `null` where it is not installed. */
  readonly spin: string | null;
  readonly gcc: string | null;
}

/** Describes this machine, naming nobody's host or folders. */
export function describeMachine(): MachineDescription {
  const all = cpus();
  const there = spinMissing() === null;
  return {
    processor: all[0]?.model.trim() ?? "unknown",
    cores: all.length,
    memory: totalmem(),
    system: `${process.platform} ${process.arch}`,
    node: process.version,
    spin: there ? version("spin", "-V") : null,
    gcc: there ? version("gcc", "--version") : null,
  };
}

const version = (program: string, option: string): string =>
  /\d+\.\d+\.\d+/.exec(execFileSync(program, [option], { encoding: "utf8" }))?.[0] ?? "unknown";

/** Reads a log of either format, into files that can be judged one by one. */
import type { Machine } from "../../src/machine/machine.js";
import { type FtraceLog, isFtraceLine, readFtrace } from "./ftrace.js";
import { type FileSections, piecesOf, sectionsOf } from "./ftrace-sections.js";
import { scopeFor } from "./history-scope.js";
import { LogError } from "./log-error.js";
import { readStrace, type StraceLog } from "./strace.js";
import { FOLLOWED } from "./strace-calls.js";
import { straceHistories } from "./strace-history.js";
import { type HistoryVerdict, type ValidateOptions, validateHistory } from "./validate-history.js";
import { needsOf, threadsOf, validateSections } from "./validate-sections.js";

/** Longer histories of one file are not followed. */
const MOST_EVENTS = 5000;

/** A file on disk that was leased, with all that the log tells about it. */
export interface LoggedFile {
  readonly name: string;
  /** Threads that have to do with it. */
  readonly pids: readonly number[];
  /** The line of each event, in the order of the log. */
  readonly lines: readonly number[];
  /** The scope that it takes, or in words why there is none so large. */
  readonly scope: ReturnType<typeof scopeFor>;
  /** Follows the events through a machine of that scope. @throws UsageError `too-many-possibilities` */
  judge(machine: Machine, options: ValidateOptions): HistoryVerdict;
}

/** A log, and what it does not tell. */
export interface ReadLog {
  readonly format: "strace" | "ftrace";
  readonly files: readonly LoggedFile[];
  /** The threads that it shows. */
  readonly pids: ReadonlySet<number>;
  /** What was left out, in words, and how often. */
  readonly skipped: ReadonlyMap<string, number>;
  /** What the log records completely, in words. */
  readonly complete: readonly string[];
  /** What it does not record, in words: any of it may have happened at any time. */
  readonly unrecorded: readonly string[];
  /** What is taken for granted about the world outside the log, in words. */
  readonly assumed: readonly string[];
}

/** Reads a log, line by line. @throws LogError when it is neither of strace nor of ftrace, or contradicts itself */
export function readLog(lines: Iterable<string>): ReadLog {
  const all = lines[Symbol.iterator]();
  const before: string[] = [];
  for (let next = all.next(); next.done !== true; next = all.next()) {
    before.push(next.value);
    if (next.value.trim() === "") continue;
    const whole = chained(before, { [Symbol.iterator]: () => all });
    return isFtraceLine(next.value) ? ftraceLog(readFtrace(whole)) : straceLog(readStrace(whole, FOLLOWED));
  }
  throw new LogError(1, "the log is empty");
}

function* chained(first: readonly string[], rest: Iterable<string>): Generator<string> {
  yield* first;
  yield* rest;
}

function straceLog(log: StraceLog): ReadLog {
  const { histories, ...told } = straceHistories(log);
  const files = histories.map(
    (history): LoggedFile => ({
      name: history.file,
      pids: [...new Set(history.calls.map(({ pid }) => pid))],
      lines: history.happenings.map(({ line }) => line),
      scope:
        history.unjudged ??
        (history.happenings.length > MOST_EVENTS ? `it has more than ${MOST_EVENTS} events` : scopeFor(history.needs)),
      judge: (machine, options) => validateHistory(machine, history, options),
    }),
  );
  return { format: "strace", files, pids: new Set(log.events.map(({ pid }) => pid)), ...told };
}

function ftraceLog({ events, others }: FtraceLog): ReadLog {
  const skipped = new Map([...others].map(([name, times]) => [`events ${name}`, times]));
  const groups = new Map(events.map(({ pid, tgid }) => [pid, tgid]));
  const files = sectionsOf(events, skipped).flatMap((file) => {
    const whole = sectionsFile(file, groups);
    return typeof whole.scope === "string" ? piecesOf(file).map((piece) => sectionsFile(piece, groups)) : [whole];
  });
  const grouped = [...groups.values()].some((group) => group !== null);
  return {
    format: "ftrace",
    files,
    pids: new Set(groups.keys()),
    skipped,
    complete: ["the critical sections of flc_lock about leases", ...(grouped ? ["thread groups"] : [])],
    unrecorded: [
      "opens and truncations that meet no lease",
      "closes that end no lease",
      "results of calls",
      ...(grouped ? [] : ["thread groups: threads that use the same lease are taken for one process"]),
    ],
    assumed: [],
  };
}

function sectionsFile(file: FileSections, groups: ReadonlyMap<number, number | null>): LoggedFile {
  const threads = threadsOf(file, (pid) => groups.get(pid) ?? null);
  return {
    name: file.file,
    pids: threads.map(({ pid }) => pid),
    lines: file.sections.map(({ line }) => line),
    scope:
      file.sections.length > MOST_EVENTS
        ? `it has more than ${MOST_EVENTS} critical sections`
        : scopeFor(needsOf(file, threads)),
    judge: (machine, options) => validateSections(machine, file, threads, options),
  };
}

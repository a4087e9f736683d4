/** Reads a log of either format, into files that can be judged one by one. */
import type { Machine } from "../../src/machine/machine.js";
import { type FtraceEvent, isFtraceLine, readFtrace } from "./ftrace.js";
import { sectionsOf } from "./ftrace-sections.js";
import { LogError, linesOf } from "./log-error.js";
import { readStrace } from "./strace.js";
import { straceHistories } from "./strace-history.js";
import { type HistoryVerdict, scopeFor, type ValidateOptions, validateHistory } from "./validate-history.js";
import { needsOf, threadsOf, validateSections } from "./validate-sections.js";

/** Longer histories of one file are not followed. */
const MOST_EVENTS = 5000;

/** A file on disk that was leased, with all that the log tells about it. */
export interface LoggedFile {
  readonly name: string;
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
  /** What was left out, in words, and how often. */
  readonly skipped: ReadonlyMap<string, number>;
  /** What the log records completely, in words. */
  readonly complete: readonly string[];
  /** What it does not record, in words: any of it may have happened at any time. */
  readonly unrecorded: readonly string[];
}

/** Reads a log. @throws LogError when it is neither of strace nor of ftrace, or contradicts itself */
export function readLog(text: string): ReadLog {
  const first = linesOf(text).find((line) => line.trim() !== "");
  if (first === undefined) throw new LogError(1, "the log is empty");
  return isFtraceLine(first) ? ftraceLog(readFtrace(text)) : straceLog(text);
}

function straceLog(text: string): ReadLog {
  const { histories, ...told } = straceHistories(readStrace(text));
  const files = histories.map(
    (history): LoggedFile => ({
      name: history.file,
      lines: history.happenings.map(({ line }) => line),
      scope: history.happenings.length > MOST_EVENTS ? `it has more than ${MOST_EVENTS} events` : scopeFor(history),
      judge: (machine, options) => validateHistory(machine, history, options),
    }),
  );
  return { format: "strace", files, ...told };
}

function ftraceLog(events: readonly FtraceEvent[]): ReadLog {
  const skipped = new Map<string, number>();
  const groups = new Map(events.map(({ pid, tgid }) => [pid, tgid]));
  const files = sectionsOf(events, skipped).map((file): LoggedFile => {
    const threads = threadsOf(file, (pid) => groups.get(pid) ?? null);
    return {
      name: file.file,
      lines: file.sections.map(({ line }) => line),
      scope: scopeFor({ needs: needsOf(file, threads) }),
      judge: (machine, options) => validateSections(machine, file, threads, options),
    };
  });
  const grouped = [...groups.values()].some((group) => group !== null);
  return {
    format: "ftrace",
    files,
    skipped,
    complete: ["the critical sections of flc_lock about leases", ...(grouped ? ["thread groups"] : [])],
    unrecorded: [
      "opens and truncations that meet no lease",
      "closes that end no lease",
      "results of calls",
      ...(grouped ? [] : ["thread groups: threads that use the same lease are taken for one process"]),
    ],
  };
}

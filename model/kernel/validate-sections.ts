/** Are the critical sections of a file a behaviour of the lease core? */
import { explainStep, stepsTo } from "../../src/conformance/explain.js";
import { PossibleStates, type StepRule } from "../../src/conformance/possible.js";
import type { Machine } from "../../src/machine/machine.js";
import type { Interval } from "./asked-times.js";
import type { FileSections, Section } from "./ftrace-sections.js";
import { type Owners, stepOf, unseenBefore } from "./section-rules.js";
import { type HistoryVerdict, type ValidateOptions, watchOver } from "./validate-history.js";

/** The threads of the sections, each with its process: that of the log, or shared with whom it shares a lease. */
export function threadsOf(
  { sections }: FileSections,
  groupOf: (pid: number) => number | null,
): readonly { readonly pid: number; readonly group: number }[] {
  const groups = new Map<number, number>();
  const byOwner = new Map<string, number>();
  for (const { pid, lease } of sections) {
    const known = groups.get(pid) ?? groupOf(pid) ?? pid;
    const group = lease === null ? known : (byOwner.get(lease.owner) ?? known);
    if (lease !== null && !byOwner.has(lease.owner)) byOwner.set(lease.owner, group);
    groups.set(pid, group);
  }
  return [...groups].map(([pid, group]) => ({ pid, group }));
}

/** How large a model the sections take. */
export function needsOf(
  { sections }: FileSections,
  threads: readonly { readonly group: number }[],
): { readonly tasks: number; readonly groups: number; readonly files: number } {
  let counted = 1;
  for (const { counts } of sections) if (counts !== null) counted = Math.max(counted, counts.readers + counts.writers);
  return {
    tasks: threads.length,
    groups: new Set(threads.map(({ group }) => group)).size,
    // Besides those counted there is the open of a breaker.
    files: counted + 1,
  };
}

const KINDS: Readonly<Record<Section["kind"], string>> = {
  sets: "sets a lease",
  breaks: "breaks leases",
  resumes: "wakes and looks again",
  removes: "loses a lease",
  queries: "scans for expiry",
};

/** Follows sections through a machine. @throws UsageError `too-many-possibilities` */
export function validateSections(
  machine: Machine,
  { sections }: FileSections,
  threads: readonly { readonly pid: number; readonly group: number }[],
  options: ValidateOptions,
): HistoryVerdict {
  const { files = 1 } = machine.scope;
  const possible = new PossibleStates<Owners>(machine, {
    memory: { files: {}, asked: Array.from({ length: Number(files) }, () => [0, 0] as const) },
    key: (memory) => JSON.stringify(memory),
    ...(options.limit === undefined ? {} : { limit: options.limit }),
  });
  const tasks = new Map<number, number>();
  const leaders = new Map<number, number>();
  for (const { pid, group } of threads) {
    const leader = leaders.get(group);
    if (tasks.size > 0) possible.take(arrival(leader === undefined ? "fork" : "clone", leader ?? 0));
    if (leader === undefined) leaders.set(group, tasks.size);
    tasks.set(pid, tasks.size);
  }
  let from: number | null = null;
  let most = 1;
  const inTime = watchOver(options);
  for (const [events, section] of sections.entries()) {
    inTime();
    const task = tasks.get(section.pid) as number;
    const interval: Interval = { from, to: section.time, breakTime: options.breakTime };
    possible.close(unseenBefore(section, task, interval));
    most = Math.max(most, possible.size);
    const rule = stepOf(section, task, interval);
    if (!possible.take(rule))
      return {
        kind: "refused",
        events,
        at: section,
        what: `${section.pid} ${KINDS[section.kind]}`,
        refusal: explainStep(possible, rule),
      };
    from = section.time;
  }
  const first = possible.all[0];
  return {
    kind: "fits",
    events: sections.length,
    most,
    steps: first === undefined ? [] : stepsTo(machine, first),
  };
}

const arrival = (action: string, task: number): StepRule<Owners> => ({
  about: (_, instance) => instance.action.name === action && instance.parameters.task === task,
  fits: (memory) => ({ memory }),
});

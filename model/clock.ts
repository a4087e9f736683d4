/**
 * The clock of leases. Every deadline is `fs.lease-break-time` after it was set, so deadlines pass in the order in which
 * they were set. A deadline is *none*, *passed*, or running with its place in that order; deadlines set in one step share
 * their place. Places have no gaps, so that situations that differ only in deadlines long gone are the same state.
 */
import { define } from "../src/machine/definition.js";
import { action, type Draft, type InodeDraft, type State } from "./state.js";

/** No deadline is set. */
export const NONE = 0;
/** The deadline lies in the past. */
export const PASSED = 1;
/** The running deadline that passes next. */
export const OLDEST = 2;

/** Whether a deadline is set and has not passed. */
export const isRunning = (deadline: number): boolean => deadline >= OLDEST;

/** A deadline set now: the youngest. NONE when leases are never timed out. */
export function newDeadline(s: State): number {
  if (!s.constants.options.deadlines) return NONE;
  let latest = PASSED;
  s.inodes.forEach((inode) => {
    inode.leases.forEach((lease) => {
      if (lease.breakTime > latest) latest = lease.breakTime;
      if (lease.downgradeTime > latest) latest = lease.downgradeTime;
    });
  });
  const { never } = s.constants;
  s.tasks.forEach((task) => {
    if (task.timer > latest && task.timer !== never) latest = task.timer;
  });
  return latest + 1;
}

/** Closes the gaps that deadlines left which are set no longer. Every effect that drops one ends with it. */
export function closeGaps(draft: Draft): void {
  const used = deadlinesInUse(draft);
  const running = used >>> OLDEST;
  if ((running & (running + 1)) !== 0) renumber(draft, used);
}

/** One bit for each deadline that is set somewhere. */
const deadlinesInUse = define((s: State) => {
  let used = 0;
  s.inodes.forEach((inode) => {
    inode.leases.forEach((lease) => {
      used |= (1 << lease.breakTime) | (1 << lease.downgradeTime);
    });
  });
  const { never } = s.constants;
  s.tasks.forEach((task) => {
    if (task.timer !== never) used |= 1 << task.timer;
  });
  return used;
});

function renumber(draft: Draft, used: number): void {
  const place = (deadline: number): number => {
    if (!isRunning(deadline) || deadline === draft.constants.never) return deadline;
    let older = 0;
    for (let other = OLDEST; other < deadline; other++) if ((used & (1 << other)) !== 0) older++;
    return OLDEST + older;
  };
  forEachDeadline(draft, place);
}

function forEachDeadline(draft: Draft, change: (deadline: number) => number): void {
  draft.inodes.forEach((inode: InodeDraft) => {
    inode.leases.forEach((lease) => {
      lease.breakTime = change(lease.breakTime);
      lease.downgradeTime = change(lease.downgradeTime);
    });
  });
  draft.tasks.forEach((task) => {
    task.timer = change(task.timer);
  });
}

/** Time goes on until the oldest running deadline has passed, and with it all that were set in the same moment. */
export const tick = action("tick", {
  atomicUnder: "nothing: the clock",
  source: "fs/locks.c past_time and lease_break_time, 6.12–6.18",
  when: ({ options }) => options.deadlines,
  enabled: (s) =>
    s.inodes.some((inode) =>
      inode.leases.some((lease) => isRunning(lease.breakTime) || isRunning(lease.downgradeTime)),
    ) || s.tasks.some((task) => isRunning(task.timer) && task.timer !== s.constants.never),
  effect: (draft) => {
    const { never } = draft.constants;
    forEachDeadline(draft, (deadline) => (isRunning(deadline) && deadline !== never ? deadline - 1 : deadline));
  },
});

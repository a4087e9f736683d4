/** What the model promises itself, in every state of a small scope with everything in it. */
import { describe, expect, it } from "vitest";
import type { State } from "../../model/index.js";
import { leaseCore } from "../../model/scenarios/lease-core.js";
import { always } from "../../model/state.js";
import { machineOf } from "../../src/machine/machine.js";
import { scenario } from "../../src/machine/scenario.js";
import { explore } from "../../src/search/explore.js";

/** Deadlines are numbered by age, without gaps. */
const noGaps = always("no-gaps", {
  state: (s) => {
    let used = 0;
    s.inodes.forEach(({ leases }) => {
      leases.forEach(({ breakTime, downgradeTime }) => {
        used |= (1 << breakTime) | (1 << downgradeTime);
      });
    });
    s.tasks.forEach(({ timer }) => {
      used |= 1 << timer;
    });
    const running = used >> 2;
    return (running & (running + 1)) === 0;
  },
});
/** The queue holds the sleepers that have an edge, each once; others have neither edge nor timer. */
const queueIsSound = always("queue-is-sound", {
  state: (s) =>
    s.tasks.every(({ at, blocker, behind, timer, inode }, task) => {
      const places = s.inodes.count(({ queue }) => queue.some((queued) => queued === task));
      if (blocker === null && behind === null) return places === 0 && timer === 0;
      return at === "asleep" && inode !== null && places === 1 && (blocker === null) !== (behind === null);
    }),
});
/** flc_lock is held exactly while a task is inside F_SETLEASE. */
const lockHasOwner = always("lock-has-owner", {
  state: (s) =>
    s.inodes.every(
      ({ locked }, inode) =>
        s.tasks.count((task) => (task.at === "allowed" || task.at === "listed") && task.inode === inode) ===
        (locked ? 1 : 0),
    ),
});
/** Every lease is that of an open description which somebody refers to, and no description has two. */
const leasesAreOfOpenFiles = always("leases-are-of-open-files", {
  state: (s) =>
    s.inodes.every(({ leases }, inode) =>
      leases.every(
        ({ file }) =>
          s.files[file].state === "open" &&
          s.files[file].inode === inode &&
          isReferred(s, file) &&
          leases.count((other) => other.file === file) === 1,
      ),
    ),
});
const isReferred = (s: State, file: Parameters<State["files"]["at"]>[0]): boolean =>
  s.groups.some(({ descriptors }) => descriptors.at(file) !== 0) || s.tasks.some((task) => task.file === file);
/** Free slots and ids hold nothing, so that equal situations are equal states. */
const freeIsBlank = always("free-is-blank", {
  state: (s) =>
    s.tasks.every(
      (task) =>
        (task.at !== "absent" || (task.group === null && !task.leader)) &&
        ((task.at !== "absent" && task.at !== "user" && task.at !== "zombie") ||
          (task.call === "none" && task.file === null && task.inode === null && !task.blocking)),
    ) &&
    s.groups.every(
      ({ descriptors, signalled, killed }, group) =>
        s.tasks.some((task) => task.group === group) ||
        (signalled === 0 && killed === 0 && descriptors.every((count) => count === 0)),
    ) &&
    s.files.every(({ state, mode, inode }) => state !== "free" || (mode === "read" && inode === null)),
});

const checked = scenario({
  ...leaseCore,
  properties: [noGaps, queueIsSound, lockHasOwner, leasesAreOfOpenFiles, freeIsBlank],
});

describe("in every state", () => {
  it.each([
    ["with threads, forks and truncations", { tasks: 3, files: 1 }, "linux-6.18"],
    [
      "with two descriptions and no fork",
      { tasks: 2, processes: 2, groups: 2, threads: 1, fork: false, exit: false },
      "tgid",
    ],
    ["with exec, dup and new threads", { tasks: 2, files: 1, exec: true, dup: true, clone: true }, "linux-6.18"],
    [
      "with two threads that exec at a time",
      { tasks: 2, exec: true, fork: false, truncate: false, openTruncate: false, query: false },
      "linux-6.18",
    ],
    [
      "with signals that restart, and kill",
      { tasks: 2, files: 1, signals: "restarting handler", masks: true, kill: true },
      "linux-6.18",
    ],
    ["with signals that kill", { tasks: 2, files: 1, signals: "default action" }, "linux-6.18"],
  ] as const)("%s", async (_name, scope, design) => {
    const result = await explore(machineOf(checked, { scope, design }), { maxStates: 200_000 });
    expect(result.modelError).toBeNull();
    expect(result.deadlock).toBeNull();
    expect(result.complete).toBe(true);
    expect(result.outcomes.filter(({ steps }) => steps !== null).map(({ property }) => property.name)).toEqual([]);
  });
});

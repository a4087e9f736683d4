/** execve past its point of no return, as far as leases see it. */
import { action, taskId } from "./state.js";
import { forget, groupOf, mayCall } from "./tasks.js";
import { freeFile } from "./vfs/after-break.js";

/**
 * execve replaces the process: the caller is its only thread from now on, under the id of the leader. Descriptors stay, and
 * with them leases; those marked close-on-exec are closed next, each in a step that `close` has already. (The kernel
 * kills the other threads and waits for them; here they have to be in user space, or about to replace the process
 * themselves. The reference that the process keeps to its program is left out.)
 */
export const replace = action("replace program", {
  parameters: { task: taskId },
  atomicUnder: "tasklist_lock",
  source: "fs/exec.c begin_new_exec and de_thread, 6.12–6.18",
  when: ({ options }) => options.exec,
  enabled: (s, { task }) => {
    const self = s.tasks[task];
    if (self.at !== "to replace" && !mayCall(s, task)) return false;
    return s.tasks.every(
      ({ group, at }, key) =>
        key === task || group !== self.group || at === "user" || at === "zombie" || at === "to replace",
    );
  },
  effect: (draft, { task }) => {
    const self = draft.tasks[task];
    const group = groupOf(draft, task);
    const program = self.file;
    self.at = "user";
    self.call = "none";
    self.file = null;
    self.inode = null;
    self.blocking = false;
    const leader = draft.tasks.firstKey((other) => other.group === group && other.leader);
    draft.inodes.forEach((inode) => {
      inode.leases.forEach((lease) => {
        if (lease.owner === leader) lease.owner = task;
        else if (lease.owner === task) lease.owner = null;
      });
    });
    draft.tasks.forEach((other, key) => {
      if (key === task || other.group !== group) return;
      if (other.file !== null) freeFile(draft, other.file);
      forget(draft, key);
    });
    self.leader = true;
    if (program !== null) freeFile(draft, program);
  },
});

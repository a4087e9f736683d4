/** Who refers to an open file description. */
import type { FileId, GroupId, State } from "../state.js";

/** Whether a process has a descriptor of the description. */
export const possesses = (s: State, group: GroupId, file: FileId): boolean =>
  s.groups[group].descriptors.at(file) !== 0;

/** Whether any process has a descriptor of the description. */
export const isPossessed = (s: State, file: FileId): boolean =>
  s.groups.some((group) => group.descriptors.at(file) !== 0);

/** Whether the descriptor of this group is the last reference: no other process has one, and no call is at work on it. */
export const holdsLastReference = (s: State, group: GroupId, file: FileId): boolean =>
  s.groups[group].descriptors.at(file) === 1 &&
  s.groups.every((other, key) => key === group || other.descriptors.at(file) === 0) &&
  s.tasks.every((task) => task.file !== file);

/** An open that is read-only in the sense of the counts and of the break: O_RDONLY. */
export const isReader = (s: State, file: FileId): boolean => s.files[file].mode === "read";

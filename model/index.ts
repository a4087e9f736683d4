/** The model of Linux: its scenarios, the types of their states, and the questions one can ask about them. */
export { faults } from "./bugs/index.js";
export { designs, type LeaseDesign } from "./designs/index.js";
export { type BreakSignal, type Outcome, outcomeOf, type Result, signalsSent } from "./outcome.js";
export { leaseCore } from "./scenarios/lease-core.js";
export { userspaceServer } from "./scenarios/userspace-server.js";
export type { Draft, FileId, GroupId, InodeId, Lease, State, Task, TaskId } from "./state.js";

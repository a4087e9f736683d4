/** What user space can do to a kernel that it lets come to rest after each call. */
import type { Discipline } from "../../src/conformance/controllable.js";
import type { State } from "../state.js";
import { canWaitForDeadline } from "./break-times.js";
import { isHidden } from "./commands.js";
import { isAtRest } from "./rest.js";

/** Calls, interrupts and kills once nothing moves any more; a deadline that runs is waited for. */
export const userSpace: Discipline = {
  isCommand: (before, step) => !isHidden(before as State, step),
  mayGive: (before, step) => {
    const s = before as State;
    return isAtRest(s) && (step.action !== "tick" || canWaitForDeadline(s));
  },
};

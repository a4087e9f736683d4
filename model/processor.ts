/**
 * B4: a breaker that spins keeps its processor. Where kernels before 3.15 do that, the model has one processor, and a
 * kernel that is not preempted: nobody else runs until the spinning is over. Otherwise processors are no matter.
 */
import type { Action } from "../src/machine/action.js";
import type { ParameterSchemas } from "../src/machine/parameters.js";
import { withTextOf } from "../src/machine/text.js";
import { NONE } from "./clock.js";
import { isQueued } from "./leases/queue.js";
import type { State } from "./state.js";

/** Whether some task looks for an end of its wait again and again, without sleeping. */
const isKept = (s: State): boolean =>
  s.tasks.some(({ at, timer }, task) => at === "asleep" && timer === NONE && isQueued(s, task));

/** A step that needs the processor, of whoever does not spin. */
export const onProcessor = <P extends ParameterSchemas>(action: Action<P>): Action<P> => ({
  ...action,
  enabled: withTextOf((s: never, parameters: never) => action.enabled(s, parameters) && !isHeldUp(s), action.enabled),
});

const isHeldUp = (s: State): boolean => s.constants.faults.B4 && isKept(s);

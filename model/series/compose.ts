/** Actions of the pieces, made actions of the whole: by a further guard, or by more that they do. */
import type { Action } from "../../src/machine/action.js";
import type { ParameterSchemas, ParametersOf } from "../../src/machine/parameters.js";
import { withTextOf } from "../../src/machine/text.js";
import type { Constants } from "./constants.js";
import { type Draft, type State, type ThreadId, threadId } from "./state.js";

/** An action that is also held up while something else is the case. */
export const onlyWhen = <P extends ParameterSchemas>(
  action: Action<P>,
  isAllowed: (s: State, parameters: ParametersOf<P>) => boolean,
): Action<P> => ({
  ...action,
  enabled: withTextOf(
    (s: never, parameters: never) => action.enabled(s, parameters) && isAllowed(s, parameters),
    action.enabled,
    isAllowed,
  ),
});

/** An action that is in the machine under some constants only. */
export const onlyIn = <P extends ParameterSchemas>(
  action: Action<P>,
  isIn: (constants: Constants) => boolean,
): Action<P> => ({
  ...action,
  when: (constants: never, parameters: never) => action.when(constants, parameters) && isIn(constants),
});

/** An action that does more, in the same critical section. */
export const followedBy = <P extends ParameterSchemas>(
  action: Action<P>,
  more: (draft: Draft, parameters: ParametersOf<P>) => void,
): Action<P> => ({
  ...action,
  effect: withTextOf(
    (draft: never, parameters: never) => {
      action.effect(draft, parameters);
      more(draft, parameters);
    },
    action.effect,
    more,
  ),
});

const hide = (draft: Draft, except: ThreadId): void =>
  draft.threads.forEach((thread, n) => {
    if (n !== except && thread.at === "idle") thread.at = "absent";
  });

const show = (draft: Draft): void =>
  draft.threads.forEach((thread, n) => {
    if (thread.at === "absent" && draft.workers[n].task !== null) thread.at = "idle";
  });

/** A request that any idle thread may take. The server's model, whose threads are alike, lets the first one take it. */
export const byAnyThread = <P extends ParameterSchemas>(
  action: Action<P>,
): Action<P & { readonly thread: typeof threadId }> => ({
  ...action,
  parameters: { ...action.parameters, thread: threadId },
  enabled: withTextOf(
    (s: never, parameters: never) => isIdle(s, parameters) && action.enabled(s, parameters),
    action.enabled,
  ),
  effect: withTextOf((draft: never, parameters: never) => {
    hideOthers(draft, parameters);
    action.effect(draft, parameters);
    show(draft);
  }, action.effect),
});

const isIdle = (s: State, { thread }: { readonly thread: ThreadId }): boolean => s.threads[thread].at === "idle";
const hideOthers = (draft: Draft, { thread }: { readonly thread: ThreadId }): void => hide(draft, thread);

/** The handles of a whole state, for one run of a guard, an effect or a property. */
import { ModelError } from "../schema/errors.js";
import type { RecordShape } from "../schema/shape.js";
import { ListHandle } from "./list-handle.js";
import { MapHandle } from "./map-handle.js";
import { recordHandle } from "./record-handle.js";
import { SetHandle } from "./set-handle.js";
import { type Data, type Session, Slot } from "./slot.js";
import { vectorHandle } from "./vector-handle.js";

/** What a run of model code may see and do. */
export interface Access {
  readonly shape: RecordShape;
  readonly constants: object;
  /** Whether the handles may be written through; the data must then be a draft. */
  readonly writes: boolean;
  readonly readsGhosts: boolean;
}

/** The handle of a whole state, for one run of model code. */
export interface View {
  /** The handle of the whole state. */
  readonly handle: object;
  /** Ends the run: any further use of a handle throws ModelError. */
  close(): void;
}

/** Handles over the data of a state. */
export function viewOf(data: Data, access: Access): View {
  const session = new Run(data, access);
  const handle = new Slot(session, access.shape, null, "").handle();
  return { handle, close: () => session.close() };
}

class Run implements Session {
  readonly writes: boolean;
  readonly readsGhosts: boolean;
  readonly constants: object;
  readonly handleFor = handleFor;
  private open = true;

  constructor(
    private readonly data: Data,
    { writes, readsGhosts, constants }: Access,
  ) {
    this.writes = writes;
    this.readsGhosts = readsGhosts;
    this.constants = constants;
  }

  root(): Data {
    if (!this.open) throw new ModelError("a handle was used after the step that it belongs to");
    return this.data;
  }

  close(): void {
    this.open = false;
  }
}

function handleFor(slot: Slot): object {
  const { shape } = slot;
  switch (shape.kind) {
    case "record":
      return Object.freeze(recordHandle(shape, slot));
    case "vector":
      return Object.freeze(vectorHandle(shape, slot));
    case "list":
      return Object.freeze(new ListHandle(slot));
    case "set":
      return Object.freeze(new SetHandle(slot));
    case "map":
      return Object.freeze(new MapHandle(slot));
  }
}

/**
 * A vault with much coming and going around it, for tests of behaviours: a theft of three steps, slots that are handed
 * out to whoever comes, a chest that overflows and a key that can be swallowed. Variants are later versions of it.
 */
import {
  author,
  boolean,
  constants,
  flag,
  id,
  list,
  mapOf,
  number,
  oneOf,
  option,
  range,
  record,
  type Scenario,
  scenario,
  setOf,
  vector,
} from "../../src/index.js";

export interface Variant {
  /** Another name for the action "open the door". */
  readonly door?: string;
  /** One more field in the state. */
  readonly lamp?: boolean;
  /** The door opens for nobody. */
  readonly welded?: boolean;
  /** Whoever disarms the alarm turns the light on as well. */
  readonly bright?: boolean;
  /** Judging the theft fails while the light is on. */
  readonly blind?: boolean;
}

/** Makes a version of the vault. */
export function vaultOf(variant: Variant = {}): Scenario {
  const guest = id("guest", "guests");
  const slot = id("slot", 3);
  const state = record({
    armed: boolean(),
    door: oneOf("shut", "open"),
    robbed: boolean(),
    swallowed: boolean(),
    light: boolean(),
    coins: range(0, 4),
    guests: vector(guest, record({ at: oneOf("outside", "inside", "bar"), mood: option(range(-1, 1)) })),
    queue: list(3, record({ who: guest, wants: oneOf("tea", "wine") })),
    seen: setOf(guest),
    slots: mapOf(slot, record({ uses: range(0, 2) })),
    ...(variant.lamp ? { lamp: boolean() } : {}),
  });
  const { action, never, sometimes } = author(state, constants<{ readonly guests: number }>());

  const flipLight = action("flip the light", {
    enabled: (s) => !s.swallowed,
    effect: (draft) => {
      draft.light = !draft.light;
    },
  });
  const walk = action("walk", {
    parameters: { who: guest, to: oneOf("outside", "inside", "bar") },
    enabled: (s, { who, to }) => !s.swallowed && s.guests[who].at !== to,
    effect: (draft, { who, to }) => {
      draft.guests[who].at = to;
      draft.seen.add(who);
    },
  });
  const brood = action("brood", {
    parameters: { who: guest, mood: range(-1, 1) },
    enabled: (s) => !s.swallowed,
    effect: (draft, { who, mood }) => {
      draft.guests[who].mood = mood;
      draft.seen.delete(who);
    },
  });
  const order = action("order", {
    parameters: { who: guest, wants: oneOf("tea", "wine") },
    enabled: (s) => !s.swallowed && s.queue.length < 3,
    effect: (draft, { who, wants }) => draft.queue.push({ who, wants }),
  });
  const serve = action("serve", {
    enabled: (s) => s.queue.length > 0 && !s.swallowed,
    effect: (draft) => draft.queue.removeAt(0),
  });
  const disarm = action("disarm", {
    enabled: (s) => s.armed && !s.swallowed,
    effect: (draft) => {
      draft.armed = false;
      if (variant.bright) draft.light = true;
    },
  });
  const arm = action("arm", {
    enabled: (s) => !s.armed && !s.swallowed,
    effect: (draft) => {
      draft.armed = true;
      draft.door = "shut";
    },
  });
  const openDoor = action(variant.door ?? "open the door", {
    enabled: (s) => !s.armed && s.door === "shut" && !s.swallowed && !variant.welded,
    effect: (draft) => {
      draft.door = "open";
    },
  });
  const take = action("take the gold", {
    enabled: (s) => s.door === "open" && !s.robbed && !s.swallowed,
    effect: (draft) => {
      draft.robbed = true;
    },
  });
  const rent = action("rent a slot", {
    enabled: (s) => s.slots.size < 3 && !s.swallowed,
    effect: (draft) => {
      for (const free of [0, 1, 2] as never[]) if (!draft.slots.has(free)) return draft.slots.set(free, { uses: 0 });
    },
  });
  const use = action("use a slot", {
    parameters: { which: slot },
    enabled: (s, { which }) => !s.swallowed && (s.slots.get(which)?.uses ?? 2) < 2,
    effect: (draft, { which }) => {
      const rented = draft.slots.get(which);
      if (rented !== undefined) rented.uses += 1;
    },
  });
  const pay = action("pay", {
    when: ({ guests }) => guests > 1,
    enabled: (s) => !s.swallowed,
    effect: (draft) => {
      draft.coins += 1;
    },
  });
  const swallow = action("swallow the key", {
    enabled: (s) => s.light && s.seen.size > 0 && !s.swallowed,
    effect: (draft) => {
      draft.swallowed = true;
    },
  });
  const properties = [
    never("robbed", {
      state: (s) => {
        if (variant.blind && s.light) throw new Error("too bright to see");
        return s.robbed;
      },
    }),
    never("taken-by-light", { on: [take], step: (before) => before.light }),
    never("slot-worn-out", { state: (s) => s.slots.some(({ uses }) => uses === 2) }),
    sometimes("wine-for-two", { state: (s) => s.queue.count(({ wants }) => wants === "wine") === 2 }),
  ];
  return scenario({
    name: "vault",
    state,
    scope: { guests: number(1, 3, 2, "guests"), armed: flag(true, "the alarm is armed at first") },
    constants: ({ scope }) => ({ guests: Number(scope.guests) }),
    initial: (draft) => {
      draft.armed = true;
    },
    actions: [flipLight, walk, brood, order, serve, disarm, arm, openDoor, take, rent, use, pay, swallow],
    properties,
    faults: [{ name: "F1", kind: "invented", says: "", source: "" }],
  });
}

/** The vault as it is. */
export const vault = vaultOf();

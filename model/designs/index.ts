/** The designs that leases and delegations can be judged under. */
import type { DelegationDesign, LeaseDesign } from "./design.js";
import { explicitArgument } from "./explicit-argument.js";
import { keyring } from "./keyring.js";
import { linux50 } from "./linux-5.0.js";
import { linux618 } from "./linux-6.18.js";
import { taskField } from "./task-field.js";
import { tgid } from "./tgid.js";
import { tgidLocked } from "./tgid-locked.js";
import { tgidLockedVfs } from "./tgid-locked-vfs.js";
import { tgidOptIn } from "./tgid-opt-in.js";

export type { DelegationDesign, LeaseDesign } from "./design.js";
export { linux50, linux618, tgid };

/** The designs for leases that user space sets; the first is the default. */
export const designs: readonly LeaseDesign[] = [linux618, linux50, tgid, tgidOptIn];

/** The designs for leases that servers in user space set; the first is the default. */
export const serverDesigns: readonly LeaseDesign[] = [linux618, tgid, tgidOptIn];

/** The designs for delegations; the first is the default. */
export const delegationDesigns: readonly DelegationDesign[] = [
  linux618,
  linux50,
  tgid,
  tgidLockedVfs,
  tgidLocked,
  explicitArgument,
  taskField,
  keyring,
];

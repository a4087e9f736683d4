/** The designs that leases set by user space can be judged under. */
import type { LeaseDesign } from "./design.js";
import { linux50 } from "./linux-5.0.js";
import { linux618 } from "./linux-6.18.js";
import { tgid } from "./tgid.js";

export type { LeaseDesign } from "./design.js";
export { linux50, linux618, tgid };

/** All designs; the first is the default. */
export const designs: readonly LeaseDesign[] = [linux618, linux50, tgid];

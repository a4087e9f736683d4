/** What the designs make of delegations: one of each kind of design, the policies that decide. All: designs.full.test.ts. */
import { describeDesigns, POLICIES } from "./designs.js";

/** The weakest that is right, and the strongest that is not, for opens. */
const DECIDING = POLICIES.filter(([publish, check, lock]) =>
  publish === "before the VFS call"
    ? check === "hashed delegations" && lock !== "not at all"
    : check === "listed leases" && lock.startsWith("until"),
);

describeDesigns(["linux-6.18", "linux-5.0", "tgid"], DECIDING);

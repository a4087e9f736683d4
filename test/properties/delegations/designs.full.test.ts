/** What every design makes of delegations, and every policy of the server's own check. */
import { delegations } from "../../../properties/scenarios.js";
import { describeDesigns, POLICIES } from "./designs.js";

describeDesigns(
  delegations.designs.map(({ name }) => name),
  POLICIES,
);

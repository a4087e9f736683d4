/** Every fault of delegations is caught, at its own scope, by the properties that name it, and by no other. */
import { it } from "vitest";
import { delegations } from "../../../properties/scenarios.js";
import { expectCaught } from "./caught.js";

it.each(delegations.faults.map((fault) => [fault.name, fault] as const))("%s", async (_, fault) => expectCaught(fault));

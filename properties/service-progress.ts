/** Services that are to end do. */
import { holds, liveness, serviceId } from "../model/service/state.js";
import { forEach, leadsTo } from "../src/machine/formula.js";

/** The end of a pool is reached. */
export const servicesEnd = liveness("services-end", {
  says: "A service whose threads are all told to leave, or whose group is being stopped, is down in the end, or gets new threads.",
  source: "net/sunrpc/svc.c svc_exit_thread and svc_destroy, 5.0; patch 6",
  violatedBy: ["posted", "H1", "B21"],
  formula: (_, scope) =>
    forEach(serviceId, scope, (service) =>
      leadsTo(
        holds(`service ${service} is to end`, (s) => {
          const { at, members } = s.services[service];
          return at === "stopping" || (at === "up" && members.every(({ victim }) => victim));
        }),
        holds("it is down, or has or gets threads that stay", (s) => {
          const { at, members } = s.services[service];
          return at === "down" || at === "growing" || (at === "up" && members.some(({ victim }) => !victim));
        }),
      ),
    ),
});

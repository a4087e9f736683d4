/** Who meets whom: the contestants of the whole bench and of the quick one. */
import { join } from "node:path";
import { atOnce } from "./at-once.js";
import type { Contestant } from "./contestant.js";
import { LIVENESS, leasecheck, SAFETY, switches } from "./leasecheck.js";
import { naive, peersMissing, tlaChecker, xstate } from "./others.js";
import { modes, spin, spinMissing, twins } from "./spin.js";
import {
  delegations,
  leaseBreak3,
  leaseBreak4,
  leaseBreak5,
  leaseBreak6,
  leaseBreak7,
  leaseCore,
  type Subject,
  twoPhaseCommit7,
  twoPhaseCommit9,
} from "./subjects.js";

/** What is run together: in turn, again and again. */
export interface Program {
  readonly contestants: readonly Contestant[];
  /** In words, what is left out here and why. */
  readonly missing: readonly string[];
}

/** The contestants; verifiers and reports go to the folder `work`. */
export function programOf(quick: boolean, work: string): Program {
  const has = switches();
  const noSpin = spinMissing();
  const noPeers = peersMissing();
  const ours = (subject: Subject): Contestant[] => {
    const plain = has.has("--no-symmetry") ? ["--no-symmetry"] : [];
    if (!has.has("--workers")) return [leasecheck("1 worker", subject, plain, work)];
    return ["1", "2"].flatMap((workers) => {
      const name = workers === "1" ? "1 worker" : `${workers} workers`;
      const symmetric = has.has("--no-symmetry");
      return [
        leasecheck(name, subject, ["--workers", workers, ...plain], work),
        ...(symmetric ? [leasecheck(`${name}, symmetry`, subject, ["--workers", workers], work)] : []),
      ];
    });
  };
  // At this size the others take many minutes; at the size below they were measured, and slower.
  const isFastest = ({ name }: Contestant): boolean => name === "Spin BFS_PAR, 2 cores, hash-compact, bit masks";
  const pair = (subject: Subject): Contestant[] => {
    const [one] = ours(subject);
    const another = has.has("--no-symmetry") ? ["--workers", "1", "--no-symmetry"] : [];
    return one === undefined ? [] : [atOnce(one, leasecheck("1 worker", subject, another, join(work, "other")))];
  };
  const theirs = (subject: Subject): Contestant[] =>
    noSpin !== null
      ? []
      : twins
          .filter(({ model }) => model === subject.model)
          .flatMap((twin) => modes.map((mode) => spin(twin, mode, subject, work)));
  const registry = (subject: Subject, tla: Subject): Contestant[] =>
    noPeers === null ? [xstate(subject), tlaChecker(tla)] : [];
  const duels = quick ? [leaseBreak5, twoPhaseCommit7] : [leaseBreak6, twoPhaseCommit9];
  return {
    contestants: [
      ...duels.flatMap((subject) => [...ours(subject), ...theirs(subject)]),
      ...pair(duels[0] as Subject),
      ...(quick ? [] : [...ours(leaseBreak7), ...theirs(leaseBreak7).filter(isFastest)]),
      ...(quick ? [] : ours(leaseCore)),
      leasecheck(SAFETY, delegations, ["--workers", "2", "--no-liveness"], work),
      leasecheck(LIVENESS, delegations, ["--workers", "2"], work),
      ...ours(quick ? leaseBreak3 : leaseBreak4).slice(0, 1),
      naive(quick ? leaseBreak3 : leaseBreak4),
      ...registry(quick ? leaseBreak3 : leaseBreak4, leaseBreak3),
    ],
    missing: [
      ...(noSpin === null ? [] : [`Spin: ${noSpin}`]),
      ...(noPeers === null ? [] : [`XState, tla-checker: ${noPeers}`]),
      ...(has.has("--workers") ? [] : ["several workers: this build has none"]),
      ...(has.has("--no-symmetry") ? [] : ["symmetry: this build has none"]),
      ...(has.has("--no-reduction") ? [] : ["partial order reduction: this build has none"]),
    ],
  };
}

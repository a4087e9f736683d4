/** What a machine of the delegations knows beside its state: the design's rules, the faults present, the scope's switches. */

import { choice, flag, number, type Variant } from "../../src/machine/scenario.js";
import type { Scope } from "../../src/schema/schema.js";
import { type DelegationFaults, delegationFaultsPresent } from "../bugs/delegations.js";
import type { DelegationDesign, DelegationRules } from "../designs/design.js";

/** What a server thread does about a conflict. */
export const PATIENCE = ["as Linux does", "delay", "block"] as const;

const AS_DESIGNED = "as designed";
/** Policies of the server's own check; *nothing* leaves conflicts among its clients to nobody. */
export const CHECKS = [AS_DESIGNED, "nothing", "hashed delegations", "listed leases"] as const;
/** Policies of the lock that goes with it. */
export const LOCKS = [
  AS_DESIGNED,
  "not at all",
  "by i_rwsem",
  "until the VFS call returns",
  "until the effect is visible",
] as const;
/** The order of OPEN's two effects. 6.12 publishes before. */
export const ORDERS = ["before the VFS call", "after the VFS call"] as const;

/** What is assumed of the VFS break time (45 s) and nfsd's lease period (90 s), which begins no earlier. */
export const CLOCKS = ["break time first", "in any order"] as const;

/** The keys of the scope of `delegations`. */
export const scopeKeys = {
  clients: number(1, 6, 2, "NFS clients"),
  oldClients: number(0, 6, 0, "how many of them speak v4.0; the others speak v4.1"),
  threads: number(1, 8, 2, "threads of the server"),
  files: number(1, 4, 2, "files"),
  operations: number(1, 4, 2, "operations of each client that may succeed"),
  localOperations: number(0, 3, 1, "operations of the local process"),
  localOpen: flag(true, "the local process opens for writing, and writes"),
  localChange: flag(true, "the local process changes metadata or names"),
  localTruncate: flag(false, "the local process cuts a file that it has open for writing (ftruncate)"),
  openWrite: flag(true, "OPEN for writing, and WRITE with the open stateid"),
  setAttributes: flag(true, "SETATTR"),
  remove: flag(false, "REMOVE: the file loses its name"),
  link: flag(false, "LINK"),
  rename: flag(false, "RENAME to a free name, or over another file"),
  special: flag(false, "READ and WRITE with a special stateid"),
  getAttributes: flag(false, "GETATTR of size and change, with CB_GETATTR; needs write delegations"),
  writeDelegations: flag(false, "OPEN for both, with write delegations, and READ"),
  openBoth: flag(false, "OPEN for both without write delegations"),
  openBlocks: flag(false, "OPEN as it is: the VFS breaks once more when it opens the file"),
  close: flag(false, "CLOSE, after which a file that nobody uses is forgotten"),
  revocation: flag(true, "recalls that are not answered in time"),
  channelDown: flag(false, "callback channels that fail"),
  courtesy: flag(false, "clients that fall silent: the server keeps their state until it is in somebody's way"),
  helpers: flag(false, "asynchronous copies, done by a task outside the server's threads"),
  check: choice(CHECKS, AS_DESIGNED, "what the server's own check looks at, in tgid designs"),
  lock: choice(LOCKS, AS_DESIGNED, "until when the server's own check excludes new grants, in tgid designs"),
  publish: choice(ORDERS, "before the VFS call", "when OPEN makes its access visible to a grant"),
  clocks: choice(CLOCKS, "break time first", "which passes first: the VFS break time, or the lease period of a recall"),
  patience: choice(PATIENCE, "as Linux does", "what a server thread does about a conflict in the VFS"),
};

/** The switches of a scope, typed. */
export interface Options {
  readonly openWrite: boolean;
  readonly setAttributes: boolean;
  readonly remove: boolean;
  readonly link: boolean;
  readonly rename: boolean;
  readonly special: boolean;
  readonly getAttributes: boolean;
  readonly writeDelegations: boolean;
  readonly openBoth: boolean;
  readonly openBlocks: boolean;
  readonly close: boolean;
  readonly revocation: boolean;
  readonly channelDown: boolean;
  readonly courtesy: boolean;
  readonly helpers: boolean;
  readonly local: boolean;
  readonly localOpen: boolean;
  readonly localChange: boolean;
  readonly localTruncate: boolean;
  readonly clocks: (typeof CLOCKS)[number];
  readonly patience: (typeof PATIENCE)[number];
  readonly publish: (typeof ORDERS)[number];
}

/** Who is in whose thread group, for models in which that is not given. */
export interface ThreadGroups {
  /** Whether a breaker (a thread, or the process on the server) is in the thread group that set the holder's lease. */
  isOwn(state: object, breaker: unknown, file: number, holder: number): boolean;
}

/** What guards, effects and properties read as `constants`. */
export interface Constants {
  /** `null`: all threads of the server are one thread group, and nobody else is in it. */
  readonly groups: ThreadGroups | null;
  readonly options: Options;
  readonly rules: DelegationRules;
  readonly faults: DelegationFaults;
  readonly operations: number;
  readonly localOperations: number;
  readonly oldClients: number;
}

/** The design's rules, with the server's policies that the scope names instead. Without a check of its own there are none. */
function rulesOf(rules: DelegationRules, scope: Scope): DelegationRules {
  if (rules.looksAt === "nothing") return rules;
  const looksAt = CHECKS.find((name) => name === scope.check) ?? AS_DESIGNED;
  const locked = LOCKS.find((name) => name === scope.lock) ?? AS_DESIGNED;
  return {
    ...rules,
    looksAt: looksAt === AS_DESIGNED ? rules.looksAt : looksAt,
    locked: locked === AS_DESIGNED ? rules.locked : locked,
  };
}

/** The constants of one machine. */
export function constantsOf({ scope, design, has }: Variant<DelegationDesign>): Constants {
  const on = (key: keyof typeof scopeKeys): boolean => scope[key] === true;
  const local = Number(scope.localOperations) > 0;
  return {
    options: {
      openWrite: on("openWrite"),
      setAttributes: on("setAttributes"),
      remove: on("remove"),
      link: on("link"),
      rename: on("rename"),
      special: on("special"),
      getAttributes: on("getAttributes"),
      writeDelegations: on("writeDelegations"),
      openBoth: on("openBoth"),
      openBlocks: on("openBlocks"),
      close: on("close"),
      revocation: on("revocation"),
      channelDown: on("channelDown"),
      courtesy: on("courtesy"),
      helpers: on("helpers"),
      local,
      localOpen: local && on("localOpen"),
      localChange: local && on("localChange"),
      localTruncate: local && on("localTruncate"),
      clocks: CLOCKS.find((name) => name === scope.clocks) ?? "break time first",
      patience: PATIENCE.find((name) => name === scope.patience) ?? "as Linux does",
      publish: ORDERS.find((name) => name === scope.publish) ?? "before the VFS call",
    },
    groups: null,
    rules: rulesOf(design.delegations, scope),
    faults: delegationFaultsPresent(has),
    operations: Number(scope.operations),
    localOperations: Number(scope.localOperations),
    oldClients: Number(scope.oldClients),
  };
}

/** What is asked of every design for delegations, and of every policy of the series: scopes small enough to be searched completely. */
import type { ScopeValue } from "../src/schema/schema.js";

/** A scope with the question that it answers. */
export interface Question {
  readonly name: string;
  readonly asks: string;
  readonly scope: Readonly<Record<string, ScopeValue>>;
}

const ONE_FILE = { files: 1 };
const SMALL = { ...ONE_FILE, localOperations: 0, revocation: false };

/** Others open the file for writing, and write. */
export const opens: Question = {
  name: "opens",
  asks: "Read delegations; files are opened and written.",
  scope: { ...SMALL, setAttributes: false },
};
/** Others change attributes. */
export const changes: Question = {
  name: "changes",
  asks: "Read delegations; attributes are changed.",
  scope: { ...SMALL, openWrite: false },
};

/** The questions, in the order of the findings. */
export const questions: readonly Question[] = [
  opens,
  changes,
  {
    name: "names",
    asks: "Read delegations; files are removed, linked, and renamed over each other.",
    scope: {
      ...SMALL,
      files: 2,
      operations: 1,
      openWrite: false,
      setAttributes: false,
      remove: true,
      link: true,
      rename: true,
    },
  },
  {
    name: "local process",
    asks: "Read delegations; a process on the server opens, writes, cuts and changes the file.",
    scope: {
      ...ONE_FILE,
      revocation: false,
      operations: 1,
      openWrite: false,
      setAttributes: false,
      localTruncate: true,
    },
  },
  {
    name: "forgotten files",
    asks: "Read delegations; files are closed and forgotten, while a process on the server waits for a delegation.",
    scope: {
      ...ONE_FILE,
      revocation: false,
      operations: 1,
      openWrite: false,
      setAttributes: false,
      localOpen: false,
      close: true,
    },
  },
  {
    name: "special stateids",
    asks: "Read delegations; READ and WRITE with a special stateid, while the file is open for writing as well.",
    scope: { ...SMALL, special: true, setAttributes: false, threads: 2 },
  },
  {
    name: "revocation",
    asks: "Read delegations; recalls are not answered in time, or there is no channel for them.",
    scope: { ...ONE_FILE, operations: 1, openWrite: false, localOperations: 0, channelDown: true },
  },
  {
    name: "courtesy",
    asks: "Read delegations; clients fall silent, and come back or give way.",
    scope: { ...SMALL, operations: 1, courtesy: true, openWrite: false },
  },
  {
    name: "v4.0",
    asks: "Read delegations; one of two clients speaks v4.0, whose compounds do not always name it.",
    scope: { ...SMALL, oldClients: 1, threads: 1 },
  },
  {
    name: "write delegations",
    asks: "Write delegations; files are opened and read by others.",
    scope: { ...SMALL, writeDelegations: true, threads: 1, openWrite: false, setAttributes: false },
  },
  {
    name: "blocking opens",
    asks: "Read delegations; OPEN as it is, with the second break that blocks.",
    scope: { ...SMALL, openBlocks: true, operations: 1, setAttributes: false },
  },
  {
    name: "helpers",
    asks: "Read delegations; an asynchronous COPY strips set-id bits of a file that its own client has a delegation of.",
    scope: { ...SMALL, helpers: true, clients: 1, threads: 1, operations: 3, setAttributes: false },
  },
];

/** One way to let the server itself tell its clients apart, under the rule of the thread group. */
export interface Policy {
  readonly publish: string;
  readonly check: string;
  readonly lock: string;
}

/** From the weakest to the strongest. */
export const LOCKS = ["not at all", "by i_rwsem", "until the VFS call returns", "until the effect is visible"] as const;

/** Every policy. */
export const policies: readonly Policy[] = ["before the VFS call", "after the VFS call"].flatMap((publish) =>
  ["hashed delegations", "listed leases"].flatMap((check) => LOCKS.map((lock) => ({ publish, check, lock }))),
);

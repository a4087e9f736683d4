/** What holds in every state of the server, whatever the design: the parts of the state fit together, and nothing hangs but by W-j. */
import { describe, expect, it } from "vitest";
import { always, type ClientId, type FileId, type State } from "../../../model/nfsd/state.js";
import { delegations } from "../../../model/scenarios/delegations.js";
import { machineOf } from "../../../src/machine/machine.js";
import { scenario } from "../../../src/machine/scenario.js";
import { explore } from "../../../src/search/explore.js";

/** A lease is that of a delegation; a hashed delegation has its lease. */
const leasesAreDelegations = always("leases-are-delegations", {
  state: (s) =>
    s.files.every(({ leases, delegations: held }) =>
      held.every(({ status }, client) => {
        const listed = leases.count(({ holder }) => holder === client);
        if (status === "none") return listed === 0;
        if (status === "hashed" || status === "closed" || status === "revoking") return listed === 1;
        return listed <= 1;
      }),
    ),
});
/** A delegation that is being granted or returned has the thread that does it. */
const hasThread = (s: State, file: FileId, client: ClientId): boolean =>
  s.threads.some((thread) => thread.file === file && thread.client === client);
const halvesAreInHand = always("halves-are-in-hand", {
  state: (s) =>
    s.files.every(({ delegations: held }, file) =>
      held.every(({ status }, client) => (status !== "allocated" && status !== "closed") || hasThread(s, file, client)),
    ),
});
/** Free threads, delegations and locks hold nothing, so that equal situations are equal states. */
const freeIsBlank = always("free-is-blank", {
  state: (s) =>
    s.threads.every(
      (thread) =>
        thread.at !== "idle" ||
        (thread.operation === "none" &&
          thread.client === null &&
          thread.file === null &&
          thread.target === null &&
          !thread.wants &&
          !thread.waited &&
          thread.named === null),
    ) &&
    s.files.every(
      ({ delegations: held, lock }, file) =>
        (lock === null || s.threads.some((thread, key) => key === lock && thread.file === file)) &&
        held.every(
          ({ status, type, recall, due, told, contradicted }) =>
            status !== "none" || (type === "read" && recall === "none" && due === "none" && !told && !contradicted),
        ),
    ) &&
    (s.local.at !== "user" || s.local.open !== "nothing" || s.local.file === null),
});

const checked = scenario({ ...delegations, properties: [leasesAreDelegations, halvesAreInHand, freeIsBlank] });

describe("in every state", () => {
  it.each([
    ["with opens and revocation", { setAttributes: false, localOperations: 0 }, "linux-6.18"],
    ["with the server's own check and lock", { operations: 1, close: true, localOpen: false }, "tgid-locked"],
    [
      "with courtesy clients",
      { operations: 1, courtesy: true, threads: 1, close: true, localOperations: 0 },
      "linux-6.18",
    ],
    ["with the local process", { operations: 1, clients: 1, localTruncate: true }, "linux-5.0"],
    [
      "with write delegations and GETATTR",
      { writeDelegations: true, getAttributes: true, threads: 1, localOperations: 0, openWrite: false },
      "linux-6.18",
    ],
    [
      "with names, special stateids and v4.0",
      {
        operations: 1,
        oldClients: 1,
        remove: true,
        link: true,
        special: true,
        openWrite: false,
        localOperations: 0,
        channelDown: true,
      },
      "task-field",
    ],
    [
      "with renames",
      {
        operations: 1,
        files: 2,
        rename: true,
        openWrite: false,
        setAttributes: false,
        localOperations: 0,
        revocation: false,
      },
      "tgid",
    ],
    [
      "with helpers and blocking opens",
      { operations: 2, threads: 1, helpers: true, openBlocks: true, localOperations: 0, setAttributes: false },
      "keyring",
    ],
  ] as const)("%s", async (_name, scope, design) => {
    const result = await explore(machineOf(checked, { scope: { files: 1, ...scope }, design, mends: ["W-j"] }), {
      maxStates: 300_000,
    });
    expect(result.modelError).toBeNull();
    expect(result.deadlock).toBeNull();
    expect(result.complete).toBe(true);
    expect(result.outcomes.filter(({ steps }) => steps !== null).map(({ property }) => property.name)).toEqual([]);
  });
});

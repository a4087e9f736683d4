/** Tests of delegations that other people wrote, as far as the model expresses them: pynfs, nfstest, libcephfs. */
import { describe, expect, it } from "vitest";
import { Server } from "./server.js";

const A = 0;
const B = 1;
const CLOSED = { close: true };
const WRITE = { writeDelegations: true, getAttributes: true, close: true };

const open = (server: Server, client: number, access: string, wants = "no delegation") =>
  server.request("OPEN", { client, file: 0, access, wants });
const request = (server: Server, client: number, operation: string) =>
  server.request("request", { client, file: 0, operation });
const rename = (server: Server, client: number, file: number, target: number) =>
  server.request("RENAME", { client, file, target });
const isDelegated = (server: Server, client: number): boolean =>
  server.state.files.some(({ delegations }) =>
    delegations.some(({ status }, who) => who === client && status === "hashed"),
  );

describe("pynfs 4.1", () => {
  it("DELEG2: another's open for reading recalls a write delegation", () => {
    const server = new Server({ scope: WRITE });
    server.delegate(A, "both");
    expect(open(server, B, "read")).toBe("DELAY");
    expect(server.isRecalled(A)).toBe(true);
  });
  it("DELEG4: whoever wants no delegation gets none", () => {
    const server = new Server({ scope: WRITE });
    expect(open(server, A, "read")).toBe("OK");
    expect(isDelegated(server, A)).toBe(false);
  });
  it("DELEG8: a delegation that is not returned is revoked, reported and freed", () => {
    const server = new Server();
    server.delegate(A, "read");
    expect(open(server, B, "write")).toBe("DELAY");
    const delegation = { client: A, file: 0 };
    for (const step of [
      "run recall callback",
      "lease period passes",
      "revoke",
      "list as revoked",
      "remove revoked lease",
    ])
      server.step(step, delegation);
    expect(open(server, B, "write")).toBe("OK");
    server.step("FREE_STATEID", delegation);
    expect(server.state.files.every(({ delegations }) => delegations.every(({ status }) => status === "none"))).toBe(
      true,
    );
    expect([...server.violated]).toEqual([]);
  });
  it("DELEG9: another's open for writing prevents a read delegation", () => {
    const server = new Server();
    open(server, A, "write");
    open(server, B, "read", "a delegation");
    expect(isDelegated(server, B)).toBe(false);
  });
  it("DELEG23: the holder's own open for writing succeeds, another's recalls", () => {
    const server = new Server();
    server.delegate(A, "read");
    expect(open(server, A, "write")).toBe("OK");
    expect(server.isRecalled(A)).toBe(false);
    expect(open(server, B, "write")).toBe("DELAY");
    expect(server.isRecalled(A)).toBe(true);
  });
  it("DELEG24, 25: a holder that answers CB_GETATTR keeps its write delegation", () => {
    const server = new Server({ scope: WRITE });
    server.delegate(A, "both");
    server.step("request", { client: B, file: 0, operation: "get attributes" });
    server.step("look for write delegation", { thread: 0 });
    server.step("CB_GETATTR answered", { thread: 0 });
    expect(server.isRecalled(A)).toBe(false);
    expect([...server.violated]).toEqual([]);
  });
});

describe("pynfs 4.0", () => {
  const OLD = { oldClients: 2 };
  it("DELEG4: a delegation outlives the open", () => {
    const server = new Server({ scope: { ...OLD, ...CLOSED } });
    server.delegate(A, "read");
    server.request("CLOSE", { client: A, file: 0 });
    expect(open(server, B, "write")).toBe("DELAY");
    expect(server.isRecalled(A)).toBe(true);
  });
  it("DELEG5: every holder is recalled", () => {
    const server = new Server({ scope: { oldClients: 6, clients: 6 } });
    for (let client = 0; client < 5; client++) server.delegate(client, "read");
    expect(open(server, 5, "write")).toBe("DELAY");
    for (let client = 0; client < 5; client++) expect(server.isRecalled(client)).toBe(true);
  });
  it.each([
    ["DELEG15c: a rename of its own delegated file", 0, 1],
    ["DELEG15d: a rename over its own delegated file", 1, 0],
  ])("%s recalls", (_name, file, target) => {
    const server = new Server({ scope: OLD });
    server.delegate(A, "read");
    expect(rename(server, A, file, target)).toBe("DELAY");
    expect(server.isRecalled(A)).toBe(true);
  });
  it("DELEG18, 19, 20: a rename, link or chmod on the server recalls, and waits", () => {
    const server = new Server({ scope: OLD });
    server.delegate(A, "read");
    expect(server.local("local change", { file: 0 })).toBe("blocked");
    server.answerRecall(A);
    expect(server.localGoesOn()).toBe("immediate");
  });
  it("DELEG22: the holder of an open for writing gets a delegation", () => {
    const server = new Server({ scope: OLD });
    open(server, A, "write");
    open(server, A, "read", "a delegation");
    expect(isDelegated(server, A)).toBe(true);
  });
});

describe("nfstest", () => {
  it.each([
    ["recall02: write delegation, another writes", "both", (server: Server) => open(server, B, "write")],
    ["recall03: read delegation, another writes", "read", (server: Server) => open(server, B, "write")],
    ["recall05: write delegation, another reads", "both", (server: Server) => open(server, B, "read")],
    ["recall07: read delegation, chmod", "read", (server: Server) => request(server, B, "set attributes")],
    ["recall08: write delegation, chmod", "both", (server: Server) => request(server, B, "set attributes")],
    ["recall11: read delegation, remove", "read", (server: Server) => request(server, B, "remove")],
    ["recall14: write delegation, remove", "both", (server: Server) => request(server, B, "remove")],
    ["recall16: write delegation, rename", "both", (server: Server) => rename(server, B, 0, 0)],
    ["recall20: write delegation, rename into it", "both", (server: Server) => rename(server, B, 1, 0)],
    ["recall21: read delegation, rename into it", "read", (server: Server) => rename(server, B, 1, 0)],
  ] as const)("%s: recall", (_name, access, conflict) => {
    const server = new Server({ scope: WRITE });
    server.delegate(A, access);
    expect(conflict(server)).toBe("DELAY");
    expect(server.isRecalled(A)).toBe(true);
    server.answerRecall(A);
    expect(conflict(server)).toBe("OK");
  });
});

/** Ceph's user space clients: another's conflicts recall as with knfsd; the own ones do too, as under the rule of 5.0. */
describe("libcephfs", () => {
  it.each([
    ["DelegMultiClient.1: write delegation, open for both", "both", (server: Server) => open(server, B, "both"), true],
    [
      "DelegMultiClient.3: read delegation, open for reading",
      "read",
      (server: Server) => open(server, B, "read"),
      false,
    ],
    ["DelegMultiClient.5: write delegation, link", "both", (server: Server) => request(server, B, "link"), true],
  ] as const)("%s", (_name, access, conflict, recalled) => {
    const server = new Server({ scope: WRITE });
    server.delegate(A, access);
    conflict(server);
    expect(server.isRecalled(A)).toBe(recalled);
  });
  it.each([
    ["DelegSingleClient.1: write delegation, open for both", "both", (server: Server) => open(server, A, "both")],
    ["DelegSingleClient.2: write delegation, open for reading", "both", (server: Server) => open(server, A, "read")],
    ["DelegSingleClient.4: read delegation, open for writing", "read", (server: Server) => open(server, A, "write")],
    ["DelegSingleClient.6: write delegation, rename", "both", (server: Server) => rename(server, A, 0, 0)],
  ] as const)("%s: recalled by the own conflict", (_name, access, conflict) => {
    const under = (design: string): boolean => {
      const server = new Server({ design, scope: WRITE });
      server.delegate(A, access);
      server.request("CLOSE", { client: A, file: 0 });
      conflict(server);
      return server.isRecalled(A);
    };
    expect([under("linux-5.0"), under("linux-6.18")]).toEqual([true, false]);
  });
});

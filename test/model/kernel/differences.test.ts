/** Which kernels differ in what. */
import { expect, test } from "vitest";
import { DIFFERENCES, differencesAt, MODELLED, versionOf } from "../../../model/kernel/differences.js";
import { leaseCore } from "../../../properties/scenarios.js";

const faultsAt = (release: string) => differencesAt(versionOf(release) ?? [0, 0]).map(({ fault }) => fault);

test("a difference applies from the release that brought it to the one before it went", () => {
  expect(faultsAt("3.1.0")).toContain("B3");
  expect(faultsAt("3.2.0")).not.toContain("B3");
  expect(faultsAt("5.2.21")).not.toContain("B2");
  expect(faultsAt("5.10.0-30-amd64")).toEqual(["B2"]);
  expect(faultsAt("6.0.9")).toEqual(["B2"]);
  expect(faultsAt("6.1.0-40-amd64")).toEqual([]);
});

test("the kernel that was modelled differs in nothing, and later ones in what is said", () => {
  expect(differencesAt(MODELLED)).toEqual([]);
  expect(differencesAt([6, 19]).length).toBe(1);
});

test("what stands for a difference is a fault of the model", () => {
  const known = leaseCore.faults.map(({ name }) => name);
  for (const { fault } of DIFFERENCES) if (fault !== null) expect(known).toContain(fault);
});

test("other systems' releases say nothing", () => {
  expect(versionOf("Darwin")).toBeNull();
  expect(versionOf("6.18.44-fc-v595")).toEqual([6, 18]);
});

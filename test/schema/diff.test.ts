import { describe, expect, it } from "vitest";
import { diff, printChange } from "../../src/schema/diff.js";
import { boolean, id, list, mapOf, oneOf, range, record, setOf, vector } from "../../src/schema/schema.js";
import { resolve } from "../../src/schema/shape.js";
import { initialValue } from "../../src/schema/value.js";

const task = id("task", 3);
const lease = record({ owner: task, type: oneOf("read", "write"), pending: boolean(), since: range(0, 9) });
const shape = resolve(
  record({
    tasks: vector(task, record({ at: oneOf("idle", "busy"), on: range(0, 9) })),
    inodes: vector(1, record({ leases: list(4, lease) })),
    queue: list(4, range(0, 9)),
    open: setOf(task),
    names: mapOf(task, record({ x: range(0, 9) })),
    rank: mapOf(task, range(0, 9)),
  }),
  {},
);
const first = initialValue(shape) as Record<string, never>;
const read = (owner: number, since = 0) => ({ owner, type: "read", pending: false, since });
const show = (before: object, after: object): string[] =>
  diff(shape, { ...first, ...before }, { ...first, ...after }).map(printChange);
const leases = (...all: object[]) => ({ inodes: [{ leases: all }] });

describe("diffs", () => {
  it("are empty between equal values", () => {
    expect(show(leases(read(1)), leases(read(1)))).toEqual([]);
  });

  it("name the innermost path", () => {
    const tasks = [
      { at: "idle", on: 0 },
      { at: "busy", on: 2 },
      { at: "idle", on: 0 },
    ];
    expect(show({}, { tasks })).toEqual(['tasks[1].at: "idle" → "busy"', "tasks[1].on: 0 → 2"]);
    expect(diff(shape, first, { ...first, tasks } as never)[0]).toEqual({
      path: "tasks[1].at",
      kind: "changed",
      before: "idle",
      after: "busy",
    });
  });

  it("see an element change in place", () => {
    expect(show(leases(read(1), read(2)), leases(read(1), { ...read(2), type: "write" }))).toEqual([
      'inodes[0].leases[1].type: "read" → "write"',
    ]);
  });

  it("see elements come and go", () => {
    const gone = 'inodes[0].leases: - { owner: 0, type: "read", pending: false, since: 0 }';
    expect(show(leases(read(0), read(1), read(2)), leases(read(1), read(2)))).toEqual([gone]);
    expect(show(leases(read(1)), leases(read(0), read(1)))).toEqual([gone.replace("-", "+")]);
    expect(show(leases(read(0), read(1)), leases(read(1), read(2, 5)))).toEqual([
      gone,
      'inodes[0].leases: + { owner: 2, type: "read", pending: false, since: 5 }',
    ]);
  });

  it("see an element change while another goes, by its new position", () => {
    expect(show(leases(read(0), read(1), read(2)), leases(read(1), { ...read(2), pending: true }))).toEqual([
      'inodes[0].leases: - { owner: 0, type: "read", pending: false, since: 0 }',
      "inodes[0].leases[1].pending: false → true",
    ]);
  });

  it("see scalars come, go and change", () => {
    expect(show({ queue: [1, 2, 3] }, { queue: [2, 3, 4] })).toEqual(["queue: -1", "queue: +4"]);
    expect(show({ queue: [1, 2] }, { queue: [1, 3] })).toEqual(["queue[1]: 2 → 3"]);
  });

  it("see members of sets and keys of maps", () => {
    expect(show({ open: [0, 1] }, { open: [1, 2] })).toEqual(["open: +2", "open: -0"]);
    expect(
      show(
        {
          names: [
            [0, { x: 1 }],
            [1, { x: 1 }],
          ],
        },
        {
          names: [
            [1, { x: 2 }],
            [2, { x: 3 }],
          ],
        },
      ),
    ).toEqual(["names[0]: - { x: 1 }", "names[1].x: 1 → 2", "names[2]: + { x: 3 }"]);
    expect(
      show(
        { rank: [[0, 1]] },
        {
          rank: [
            [0, 2],
            [1, 3],
          ],
        },
      ),
    ).toEqual(["rank[0]: 1 → 2", "rank[1]: +3"]);
  });
});

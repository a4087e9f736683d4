/**
 * Checkpoints: what a search knows, in a folder, so that it can be taken up again. States stand in files that are never
 * changed (records by level, in the order of the search), a *manifest* names them with their lengths and checksums, and is
 * put in place by renaming: at any moment the folder holds one whole checkpoint, or none.
 */
import { createHash } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  unlinkSync,
} from "node:fs";
import { join } from "node:path";
import { messageOf } from "../machine/answers.js";
import { UsageError } from "../machine/errors.js";
import type { LevelFindings } from "./finding.js";
import type { Placed, PlacedFailure } from "./ledger.js";
import { writeFully } from "./records.js";

const MANIFEST = "checkpoint.json";
const FORMAT = 1;
/** Files that this module makes, whole or half done. */
const OURS = /^(?:states|open|level)-\d+\.bin(?:\.tmp)?$|^checkpoint\.json\.tmp$|^run-\d+-\d+\.bin$/;

/** A file of states that belongs to a checkpoint. */
export interface Segment {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Everything but the states. Findings hold packed words as plain numbers. */
export interface Snapshot {
  /** Of the machine: see `identityOf`. */
  readonly identity: string;
  readonly scenario: string;
  readonly words: number;
  /** The level whose states are being expanded. */
  readonly depth: number;
  /** States in memory by level, the next one last; and how many of the level's were expanded. */
  readonly counts: readonly number[];
  readonly expanded: number;
  /** Levels 0 to `depth`, in memory, in this order. */
  readonly states: readonly Segment[];
  /** The part of the next level that was found so far. */
  readonly open: Segment | null;
  /** By level; `null` where the level is in memory as a whole. */
  readonly onDisk: readonly (Segment | null)[];
  readonly numbers: { readonly states: number; readonly transitions: number; readonly expanded: number };
  readonly fired: readonly number[];
  readonly exercised: readonly number[];
  /** States compared with a twin whose ids are renamed. */
  readonly examined: number;
  readonly outcomes: readonly (Placed | null)[];
  readonly deadlock: Placed | null;
  readonly failure: PlacedFailure | null;
  /** Found in the level at hand. */
  readonly findings: LevelFindings;
  readonly seconds: number;
}

/** A folder with a checkpoint. */
export class CheckpointFolder {
  /** @throws UsageError `unwritable` when the folder cannot be made */
  constructor(readonly path: string) {
    try {
      mkdirSync(path, { recursive: true });
    } catch (error) {
      throw new UsageError("unwritable", `cannot use ${path} for checkpoints: ${messageOf(error)}`);
    }
  }

  /** Whether there is a checkpoint. */
  get some(): boolean {
    return readdirSync(this.path).includes(MANIFEST);
  }

  /**
   * Writes a file of states, safely.
   * @param fill passes pieces of it on, in order
   * @throws Error when the disk is full; nothing is left of the file then
   */
  writeSegment(name: string, fill: (write: (bytes: Uint8Array) => void) => void): Segment {
    const hash = createHash("sha256");
    let bytes = 0;
    this.writeSafely(name, (file) =>
      fill((piece) => {
        hash.update(piece);
        bytes += piece.length;
        writeFully(file, piece);
      }),
    );
    return { name, bytes, sha256: hash.digest("hex") };
  }

  /** The segment that a file already is. */
  measure(name: string): Segment {
    const file = openSync(join(this.path, name), "r");
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    return { name, bytes: statSync(join(this.path, name)).size, sha256: this.checksum(name) };
  }

  /** Puts a snapshot in place of the last one, and removes what no longer belongs to any. @throws Error */
  commit(snapshot: Snapshot): void {
    const body = JSON.stringify(snapshot, (_, value: unknown) => (value instanceof Int32Array ? [...value] : value));
    const text = JSON.stringify({ format: FORMAT, sha256: digest(body), body });
    this.writeSafely(MANIFEST, (file) => writeFully(file, Buffer.from(text)));
    const kept = new Set(segmentsOf(snapshot).map(({ name }) => name));
    for (const name of readdirSync(this.path))
      if (OURS.test(name) && !kept.has(name)) unlinkSync(join(this.path, name));
  }

  private writeSafely(name: string, write: (file: number) => void): void {
    const path = join(this.path, name);
    const half = `${path}.tmp`;
    const file = openSync(half, "w", 0o600);
    try {
      write(file);
      fsyncSync(file);
      closeSync(file);
    } catch (error) {
      closeSync(file);
      unlinkSync(half);
      throw error;
    }
    renameSync(half, path);
    const folder = openSync(this.path, "r");
    fsyncSync(folder); // the renaming, too, is to outlast a power cut
    closeSync(folder);
  }

  /**
   * The checkpoint of a machine, with all its files looked through.
   * @throws UsageError `bad-checkpoint` when it is damaged or cut, or `foreign-checkpoint` when it is another machine's
   */
  read(identity: string, scenario: string): Snapshot {
    const snapshot = this.manifest();
    if (snapshot.identity !== identity)
      throw new UsageError(
        "foreign-checkpoint",
        snapshot.scenario === scenario
          ? `the checkpoint in ${this.path} is of ${scenario} with another choice of scope, design, faults, properties or symmetry, or the model has changed`
          : `the checkpoint in ${this.path} is of ${snapshot.scenario}, not of ${scenario}`,
      );
    for (const { name, bytes, sha256 } of segmentsOf(snapshot)) {
      const found = statSync(join(this.path, name), { throwIfNoEntry: false })?.size;
      if (found === undefined) throw this.damaged(`${name} is missing`);
      if (found !== bytes) throw this.damaged(`${name} has ${found} bytes instead of ${bytes}`);
      if (this.checksum(name) !== sha256) throw this.damaged(`${name} has changed`);
    }
    return snapshot;
  }

  private manifest(): Snapshot {
    let text: string;
    try {
      text = readFileSync(join(this.path, MANIFEST), "utf8");
    } catch (error) {
      throw new UsageError("no-checkpoint", `there is no checkpoint in ${this.path}: ${messageOf(error)}`);
    }
    try {
      const { format, sha256, body } = JSON.parse(text) as { format?: unknown; sha256?: unknown; body?: unknown };
      if (typeof format === "number" && format !== FORMAT)
        throw new UsageError("bad-checkpoint", `the checkpoint in ${this.path} was written by another version`);
      if (typeof body === "string" && digest(body) === sha256)
        return JSON.parse(body, (key, value: unknown) =>
          key === "words" && Array.isArray(value) ? Int32Array.from(value as number[]) : value,
        ) as Snapshot;
    } catch (error) {
      if (error instanceof UsageError) throw error;
    }
    throw this.damaged(`${MANIFEST} cannot be read`);
  }

  private damaged(what: string): UsageError {
    return new UsageError("bad-checkpoint", `the checkpoint in ${this.path} is damaged: ${what}`);
  }

  private checksum(name: string): string {
    const hash = createHash("sha256");
    const file = openSync(join(this.path, name), "r");
    const piece = Buffer.alloc(1 << 20);
    try {
      for (let got = readSync(file, piece); got > 0; got = readSync(file, piece)) hash.update(piece.subarray(0, got));
    } finally {
      closeSync(file);
    }
    return hash.digest("hex");
  }
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

function segmentsOf({ states, open, onDisk }: Snapshot): Segment[] {
  return [...states, open, ...onDisk].filter((segment): segment is Segment => segment !== null);
}

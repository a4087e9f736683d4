/** The parts of one search, put together: who counts, who stores, who works, who writes down. */
import type { Machine } from "../machine/machine.js";
import { ModelError } from "../schema/errors.js";
import { Bounds } from "./bounds.js";
import { Checkpointer } from "./checkpointer.js";
import { type Control, controlFor } from "./control.js";
import { numberTable } from "./exact-store.js";
import { ON_FRONTIER } from "./finding.js";
import { type Fingerprints, fingerprintsOf } from "./fingerprint.js";
import { Ledger } from "./ledger.js";
import { Levels } from "./levels.js";
import { fingerprintTable } from "./lossy-store.js";
import type { ExploreOptions } from "./options.js";
import { type Reduction, reductionOf } from "./reduction.js";
import { Room } from "./room.js";
import { Searcher } from "./searcher.js";
import { Space } from "./space.js";
import type { TableForm } from "./store.js";
import { Team } from "./team.js";

/** The parts of a search. */
export class Engine {
  readonly control: Control;
  readonly bounds: Bounds;
  readonly ledger: Ledger;
  readonly reduction: Reduction | null;
  /** What is kept of states; `null` when they are. */
  readonly fingerprints: Fingerprints | null;
  /** The main thread's share. */
  readonly searcher: Searcher;
  readonly table: TableForm;
  readonly room: Room;
  readonly levels: Levels;
  readonly team: Team;
  readonly space: Space;
  /** `null` when no checkpoints are to be written. */
  readonly checkpointer: Checkpointer | null;

  /** @param look is called now and then, to look at clock and limits. @throws UsageError from {@link Checkpointer} */
  constructor(
    readonly machine: Machine,
    readonly options: ExploreOptions,
    look: () => void,
  ) {
    const { source, workers = 1, onNotice } = options;
    const threads = source === undefined ? 1 : Math.max(1, workers);
    this.control = controlFor(threads);
    this.bounds = new Bounds(options, this.control);
    this.ledger = new Ledger(machine);
    this.reduction = options.symmetry === false ? null : this.reduced();
    this.fingerprints = fingerprintsOf(options);
    const mostLearnt = mostLearntOf(options);
    this.searcher = new Searcher(machine, this.control, 0, this.reduction, this.fingerprints, { mostLearnt });
    const { words } = this.searcher.packed;
    this.table = this.fingerprints === null ? numberTable : fingerprintTable(this.fingerprints);
    this.room = new Room(words, this.control, threads, this.table);
    this.room.supply(this.searcher.store, 0);
    this.levels = new Levels(this.searcher.store, words);
    const told = { symmetry: this.reduction !== null, fingerprints: this.fingerprints };
    this.team = new Team(machine, options, threads, this.control, this.searcher, this.room, told, {
      look,
      onDeath: (why) => this.bounds.stop("worker", why),
    });
    this.space = new Space(options, this.room, this.levels, this.searcher, this.team, this.bounds);
    this.checkpointer = this.keeper();
    if (source === undefined && workers > 1)
      onNotice?.("one worker: nobody said how another one comes by this machine");
  }

  /** The reduction; `null` also for a machine that does not allow what it declares, which is a model error. */
  private reduced(): Reduction | null {
    try {
      return reductionOf(this.machine);
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      const finding = { kind: ON_FRONTIER, words: new Int32Array(this.machine.layout.words), instance: -1 } as const;
      this.ledger.failure = { placed: { finding, level: 0 }, message: error.message };
      return null;
    }
  }

  private keeper(): Checkpointer | null {
    const { resume, checkpoint, checkpointSeconds, onNotice } = this.options;
    const path = resume ?? checkpoint;
    const { exact } = this.searcher;
    if (path === undefined || exact === null) return null;
    return new Checkpointer(
      path,
      this.machine,
      this.reduction !== null,
      exact,
      this.levels,
      checkpointSeconds,
      resume !== undefined,
      (notice) => onNotice?.(notice),
    );
  }

  /** Ends the helpers, and removes what was on disk only for the time of the search. */
  async close(): Promise<void> {
    this.bounds.close();
    await this.team.end();
    if (this.checkpointer === null) this.levels.remove();
  }
}

/**
 * What is learnt may take a gigabyte, and a quarter of the memory that there is for everything: some hundred megabytes serve
 * 10^8 states of the model of Linux, and with less most steps were not learnt (`docs/decisions/0022-the-second-core.md`).
 */
const mostLearntOf = ({ maxBytes = Number.POSITIVE_INFINITY }: ExploreOptions): number =>
  Math.min(2 ** 30, Math.floor(maxBytes / 4));

/** Where a search puts its states: memory that grows, and the disk when there is no more of it. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../machine/answers.js";
import type { Bounds } from "./bounds.js";
import type { Levels } from "./levels.js";
import { mergeRuns } from "./merge.js";
import type { ExploreOptions } from "./options.js";
import type { Room } from "./room.js";
import type { Searcher } from "./searcher.js";
import type { Team } from "./team.js";

/** The part of memory that collects successors for the disk, and what that is when there is no limit. */
const COLLECTING_PART = 1 / 4;
const COLLECTING_BYTES = 2 ** 27;

/** The space of one search. */
export class Space {
  /** Whether successors go to disk. */
  spilling = false;
  /** Whether they may. */
  readonly canSpill: boolean;
  private readonly folder: string;

  constructor(
    private readonly options: ExploreOptions,
    private readonly room: Room,
    private readonly levels: Levels,
    private readonly searcher: Searcher,
    private readonly team: Team,
    private readonly bounds: Bounds,
  ) {
    const folder = options.resume ?? options.checkpoint ?? options.disk;
    this.canSpill = folder !== undefined && searcher.exact !== null;
    this.folder = folder ?? ".";
  }

  /** Makes room for more states, on disk when there is none in memory. */
  async enlarge(): Promise<void> {
    const { maxBytes = Number.POSITIVE_INFINITY } = this.options;
    const most = this.canSpill ? maxBytes * (1 - COLLECTING_PART) : maxBytes;
    if (this.room.fits(most)) {
      try {
        return await this.grow(most);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
      }
    }
    if (this.canSpill) this.spill();
    else this.bounds.stop("memory");
  }

  /** Makes room in memory. @throws RangeError when the system has none left */
  async grow(most: number): Promise<void> {
    const from = this.room.slabs.length;
    await this.room.enlarge(most, (table, blocks) => this.team.refill(table, blocks));
    this.room.supply(this.searcher.store, from);
  }

  /** From now on, states that are not in memory go to disk. */
  spill(): void {
    const { maxBytes } = this.options;
    const bytes = maxBytes === undefined ? COLLECTING_BYTES : maxBytes * COLLECTING_PART;
    this.spilling = true;
    this.room.freeze();
    this.team.toDisk({ folder: this.folder, bytes: Math.floor(bytes / this.team.threads) });
  }

  /** Finds out which of the successors that were collected at a depth are new. */
  async merge(depth: number): Promise<void> {
    const { levels, team, searcher, bounds } = this;
    const { runs } = team;
    if (runs.length === 0) return;
    const path = join(this.folder, `level-${depth + 1}.bin`);
    const visited = levels.files.filter((file) => file !== null);
    try {
      const count = await mergeRuns(runs, visited, path, searcher.packed.words, {
        onNew: (words) => searcher.addFromDisk(words),
        breathe: async () => {
          await team.breathe();
          return bounds.limit === null;
        },
      });
      levels.files[depth + 1] = count === null || count === 0 ? null : path;
      if (levels.files[depth + 1] === null) rmSync(path, { force: true });
    } catch (error) {
      bounds.stop("disk", messageOf(error));
    }
  }
}

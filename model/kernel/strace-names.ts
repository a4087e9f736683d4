/** Names of files in an strace log: which call means which file on disk, over renames, links and unlinks. */
import { Names, type Tables } from "./descriptors.js";
import { pathOf } from "./strace-arguments.js";
import { errorOfCall } from "./strace-calls.js";
import type { SystemCall } from "./system-call.js";

/** The names that a log uses. */
export class FileNames extends Names {
  constructor(private readonly tables: () => Tables) {
    super();
  }

  /** The file of a name, or of the path that `-y` shows; `null` when the log cuts the name short. */
  inodeOf(pid: number, named: string | null, canonical: string | null): number | null {
    const through = /^\/(?:proc\/(?:self|thread-self)|dev)\/fd\/(\d{1,9})$/.exec(named ?? "")?.[1];
    const description = through === undefined ? null : this.tables().find(pid, Number(through), null);
    if (description !== null) return description.inode;
    if (canonical?.startsWith("/") === true) {
      const inode = this.inode(canonical);
      if (named !== null && named !== canonical) this.link(canonical, named);
      return inode;
    }
    return named === null ? null : this.inode(named);
  }

  /** What a call does to names: in words, and how to do it once the call is over; `null` for a call that does nothing. */
  change(call: SystemCall): { readonly what: string; readonly after: () => void } | null {
    const given = call.arguments;
    if (errorOfCall(call) !== null) return null;
    switch (call.name) {
      case "rename":
        return this.renamed(pathOf(given[0]), pathOf(given[1]), true);
      case "renameat":
      case "renameat2":
        return this.renamed(pathOf(given[1], given[0]), pathOf(given[3], given[2]), true);
      case "link":
        return this.renamed(pathOf(given[0]), pathOf(given[1]), false);
      case "linkat":
        return this.renamed(pathOf(given[1], given[0]), pathOf(given[3], given[2]), false);
      case "unlink":
        return this.unlinked(pathOf(given[0]));
      case "unlinkat":
        return this.unlinked(pathOf(given[1], given[0]));
      default:
        return null;
    }
  }

  private renamed(from: string | null, to: string | null, moves: boolean): ReturnType<FileNames["change"]> {
    if (from === null || to === null) return null;
    return {
      what: moves ? "renames (they break no lease)" : "links (they break no lease)",
      after: () => {
        this.link(from, to);
        if (moves) this.unlink(from);
      },
    };
  }

  private unlinked(path: string | null): ReturnType<FileNames["change"]> {
    return path === null ? null : { what: "unlinks (they break no lease)", after: () => this.unlink(path) };
  }
}

/** How many run at a time, by default. */
export const ACTIVE = 4;

/**
 * Who may run: of many behaviours side by side most wait for the clock, and the few that do not have the processors to
 * themselves, so that none is late for its deadline because of the others.
 */
export class Turns {
  private free: number;
  private readonly urgent: (() => void)[] = [];
  private readonly patient: (() => void)[] = [];

  /** @param most how many may run at a time */
  constructor(most: number) {
    this.free = most;
  }

  /** Resolves when the caller may run; who is urgent comes first. */
  async take(urgent = false): Promise<void> {
    if (this.free > 0) {
      this.free--;
      return;
    }
    await new Promise<void>((resolve) => (urgent ? this.urgent : this.patient).push(resolve));
  }

  /** The caller runs no longer. */
  give(): void {
    const next = this.urgent.shift() ?? this.patient.shift();
    if (next === undefined) this.free++;
    else next();
  }
}

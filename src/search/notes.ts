/** What one thread has found in a level so far: of each kind the least finding. */
import { type Failure, type Finding, type LevelFindings, ON_FRONTIER, precedes } from "./finding.js";

/** The notes of one thread. */
export class Notes {
  private findings: (Finding | null)[] = [];
  private deadlock: Finding | null = null;
  private failure: Failure | null = null;

  constructor(private readonly properties: number) {}

  /** Begins anew, for the next level. */
  clear(): void {
    this.findings = new Array<Finding | null>(this.properties).fill(null);
    this.deadlock = null;
    this.failure = null;
  }

  /** A property is broken, or reached. */
  found(property: number, kind: Finding["kind"], words: Int32Array, instance: number): void {
    if (precedes(kind, words, instance, this.findings[property]))
      this.findings[property] = { kind, words: words.slice(), instance };
  }

  /** A state on the frontier that nothing leaves, and that is not final. */
  stopped(words: Int32Array): void {
    if (precedes(ON_FRONTIER, words, -1, this.deadlock))
      this.deadlock = { kind: ON_FRONTIER, words: words.slice(), instance: -1 };
  }

  /** Model code failed. */
  failed(kind: Finding["kind"], words: Int32Array, instance: number, message: string): void {
    if (precedes(kind, words, instance, this.failure?.finding))
      this.failure = { finding: { kind, words: words.slice(), instance }, message };
  }

  /** Everything that was noted in the level. */
  all(): LevelFindings {
    return { properties: [...this.findings], deadlock: this.deadlock, failure: this.failure };
  }
}

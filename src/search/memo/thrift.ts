/**
 * How eagerly to learn. A lesson costs several evaluations; where most evaluations go on meeting something new, only
 * every second, fourth, … of them is a lesson, so that what is met often is learnt and what is met once mostly is not.
 * The account is looked at again after every so many lessons.
 */

const LESSONS = 512;
/** Evaluations for each lesson below which fewer are taken, and above which more are. */
const TOO_FEW = 100;
const PLENTY = 1000;
const RAREST = 1 << 12;

/** Keeps the account of several subjects (actions, properties). */
export class Thrift {
  /** Only every so many-th new thing is learnt. */
  private readonly interval: Int32Array;
  private readonly passed: Int32Array;
  private readonly lessons: Int32Array;
  private readonly evaluationsThen: Float64Array;

  constructor(subjects: number) {
    this.interval = new Int32Array(subjects).fill(1);
    this.passed = new Int32Array(subjects);
    this.lessons = new Int32Array(subjects);
    this.evaluationsThen = new Float64Array(subjects);
  }

  /** Whether something new is to be learnt; `evaluations` is how often the subject was evaluated so far. */
  isWorth(subject: number, evaluations: number): boolean {
    const passed = (this.passed[subject] as number) + 1;
    const interval = this.interval[subject] as number;
    if (passed < interval) {
      this.passed[subject] = passed;
      return false;
    }
    this.passed[subject] = 0;
    const lessons = (this.lessons[subject] as number) + 1;
    this.lessons[subject] = lessons % LESSONS;
    if (lessons === LESSONS) {
      const each = (evaluations - (this.evaluationsThen[subject] as number)) / LESSONS;
      if (each < TOO_FEW) this.interval[subject] = Math.min(RAREST, interval * 2);
      else if (each > PLENTY) this.interval[subject] = Math.max(1, interval >>> 1);
      this.evaluationsThen[subject] = evaluations;
    }
    return true;
  }
}

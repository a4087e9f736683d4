/**
 * A tour of the graph of macro steps: every command in every situation, each at least once. Whoever stands in a situation
 * gives a command that was not given there yet, or goes the shortest way to where there is one; a deadline on the way
 * costs as much as many commands.
 */
import type { Instance } from "../../src/machine/machine.js";
import type { MacroStep, Situations } from "./situations.js";
import { measure, NO_WAYS, turnedRound, UNREACHABLE } from "./ways.js";

/** What a tour needs of the graph. */
export type Graph = Pick<Situations, "machine" | "count" | "at" | "passes">;

/** A step of the tour. */
export interface Leg {
  readonly situation: number;
  /** Position among the situation's steps. */
  readonly step: number;
  /** Whether it was not taken before. */
  readonly fresh: boolean;
}

/** How far a tour has come. */
export interface TourProgress {
  readonly situations: number;
  readonly steps: number;
  readonly taken: number;
}

/** What a deadline, and what new actors cost, in commands. */
const DEADLINE = 200;
const BEGINNING = 6;
/** After so many attempts at a step an outcome that never came about is given up. */
const PATIENCE = 3;

/** Steps of all situations that are wanted, and how far it is to the nearest of them. */
export class Tour {
  private readonly wanted: Set<number>[] = [];
  /** Ends that came about, and attempts, of steps that can end in several situations. */
  private readonly seen = new Map<string, { attempts: number; ends: Set<number> }>();
  private readonly taken: Uint8Array[] = [];
  private ways = NO_WAYS;
  /** Whether ways have come or gone. */
  private reshaped = true;
  private steps = 0;
  private done = 0;

  /**
   * @param wants which steps are to be taken; the others serve as ways only
   * @param clock whether deadlines can be waited for on the way
   */
  constructor(
    private readonly situations: Graph,
    private readonly wants: (situation: number, step: MacroStep) => boolean = () => true,
    private readonly clock = true,
  ) {
    this.grow();
  }

  get progress(): TourProgress {
    return { situations: this.situations.count, steps: this.steps, taken: this.done };
  }

  /** The next leg from a situation; `null` when beginning anew is nearer, or nothing is left. */
  leg(situation: number): Leg | null {
    this.grow();
    const fresh = this.fresh(situation);
    if (fresh !== null) {
      this.wanted[situation]?.delete(fresh);
      return { situation, step: fresh, fresh: true };
    }
    if (this.reshaped || this.ways.far[situation] === 0) this.measure();
    const distance = this.ways.far[situation] as number;
    if (distance === UNREACHABLE || distance > BEGINNING + (this.ways.far[0] as number)) return null;
    return { situation, step: this.ways.next[situation] as number, fresh: false };
  }

  /** Whether there is anything left that can be reached from the beginning. */
  get isOver(): boolean {
    this.grow();
    if ((this.wanted[0]?.size ?? 0) > 0) return false;
    this.measure();
    return this.ways.far[0] === UNREACHABLE;
  }

  /** A leg was gone, and ended somewhere. */
  went({ situation, step }: Leg, end: number): void {
    const row = this.taken[situation] as Uint8Array;
    const { to } = this.stepAt(situation, step);
    if (row[step] === 0 && this.wants(situation, this.stepAt(situation, step))) this.done++;
    row[step] = 1;
    this.wanted[situation]?.delete(step);
    if (to.length < 2) return;
    const key = `${situation}/${step}`;
    const seen = this.seen.get(key) ?? { attempts: 0, ends: new Set() };
    this.seen.set(key, seen);
    seen.attempts++;
    seen.ends.add(end);
    if (seen.attempts === PATIENCE && to.some((one) => !seen.ends.has(one))) this.reshaped = true;
  }

  /** A leg was not gone after all. */
  missed({ situation, step, fresh }: Leg): void {
    if (fresh && (this.taken[situation] as Uint8Array)[step] === 0) this.wanted[situation]?.add(step);
  }

  /** The steps that were wanted and not taken. */
  *left(): Generator<Instance> {
    for (const [situation, row] of this.taken.entries())
      for (const [step, taken] of row.entries()) {
        const one = this.stepAt(situation, step);
        if (taken === 0 && this.wants(situation, one))
          yield this.situations.machine.instances[one.instance] as Instance;
      }
  }

  /** A wanted step: one that stays where it is rather than one that leads on, and one that leads to others rather than not. */
  private fresh(situation: number): number | null {
    let best: number | null = null;
    for (const step of this.wanted[situation] ?? []) {
      const [end = situation] = this.stepAt(situation, step).to;
      if (end === situation) return step;
      if (best === null || (this.wanted[end]?.size ?? 1) > 0) best = step;
    }
    return best;
  }

  /** Situations that a step may lead to, as far as that has come about or may yet. */
  private ends(situation: number, step: number): readonly number[] {
    const { to } = this.stepAt(situation, step);
    if (to.length < 2) return to;
    const seen = this.seen.get(`${situation}/${step}`);
    return seen !== undefined && seen.attempts >= PATIENCE ? to.filter((end) => seen.ends.has(end)) : to;
  }

  private stepAt(situation: number, step: number): MacroStep {
    return this.situations.at(situation).steps[step] as MacroStep;
  }

  /** Takes in situations that are new. */
  private grow(): void {
    for (let n = this.taken.length; n < this.situations.count; n++) {
      const { steps } = this.situations.at(n);
      this.taken.push(new Uint8Array(steps.length));
      const wanted = [...steps.keys()].filter((step) => this.wants(n, steps[step] as MacroStep));
      this.wanted.push(new Set(wanted));
      this.steps += wanted.length;
      this.reshaped = true;
    }
  }

  private measure(): void {
    if (this.reshaped) this.turn();
    measure(
      this.ways,
      this.wanted.flatMap((wanted, situation) => (wanted.size > 0 ? [situation] : [])),
    );
  }

  /** Finds the ways anew. */
  private turn(): void {
    const count = this.taken.length;
    this.ways = turnedRound(count, (visit) => {
      for (let situation = 0; situation < count; situation++)
        for (const [step, one] of this.situations.at(situation).steps.entries()) {
          const passes = this.situations.passes(one);
          if (passes && !this.clock) continue;
          for (const end of this.ends(situation, step)) visit(end, situation, step, passes ? DEADLINE : 1);
        }
    });
    this.reshaped = false;
  }
}

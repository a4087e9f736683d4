/** What the atoms of formulas say of states and steps, asked of the model once and kept as bits. */
import { truth } from "../machine/answers.js";
import type { Machine } from "../machine/machine.js";
import type { PackedMachine } from "../search/packed.js";
import type { MachineAtom } from "./alphabet.js";
import { IntList } from "./int-list.js";

/** Asks the model's own predicates, of every state and of every step once, and keeps the answers as bits. */
export class AtomJudge {
  private readonly onStates: [number, (state: never) => boolean][] = [];
  private readonly onSteps: [number, Extract<MachineAtom, { kind: "step" }>][] = [];
  /** By atom, its bit among those of its kind. */
  private readonly bit: number[];
  private readonly stateWords: number;
  private readonly stepWords: number;
  private readonly states = new IntList();
  private readonly steps = new IntList();

  constructor(
    private readonly machine: Machine,
    private readonly packed: PackedMachine,
    atoms: readonly MachineAtom[],
  ) {
    this.bit = atoms.map((atom, n) => {
      if (atom.kind === "state") return this.onStates.push([n, atom.holds]) - 1;
      return atom.kind === "step" ? this.onSteps.push([n, atom]) - 1 : -1;
    });
    this.stateWords = Math.ceil(this.onStates.length / 32);
    this.stepWords = Math.ceil(this.onSteps.length / 32);
  }

  get bytes(): number {
    return this.states.bytes + this.steps.bytes;
  }

  /** Judges the state in `packed.before`. */
  state(): void {
    const { view } = this.packed.beforeRoot;
    for (let w = 0, n = 0; w < this.stateWords; w++) {
      let word = 0;
      for (let bit = 0; bit < 32 && n < this.onStates.length; bit++, n++)
        if (truth((this.onStates[n] as (typeof this.onStates)[number])[1](view as never))) word |= 1 << bit;
      this.states.push(word);
    }
  }

  /** Judges the step from `packed.before` to `packed.after`, or nobody's. */
  step(instance: number): void {
    for (let w = 0, n = 0; w < this.stepWords; w++) {
      let word = 0;
      for (let bit = 0; bit < 32 && n < this.onSteps.length; bit++, n++) {
        const [, atom] = this.onSteps[n] as (typeof this.onSteps)[number];
        if (instance >= 0 && atom.instances[instance] === 1 && this.asks(atom, instance)) word |= 1 << bit;
      }
      this.steps.push(word);
    }
  }

  private asks(atom: Extract<MachineAtom, { kind: "step" }>, instance: number): boolean {
    const { beforeRoot, afterRoot } = this.packed;
    const parameters = this.machine.instances[instance]?.parameters;
    return truth(atom.holds(beforeRoot.view as never, parameters as never, afterRoot.view as never));
  }

  stateAtom(atom: number, state: number): boolean {
    const bit = this.bit[atom] as number;
    return (((this.states.data[state * this.stateWords + (bit >>> 5)] as number) >>> (bit & 31)) & 1) === 1;
  }

  stepAtom(atom: number, edge: number): boolean {
    const bit = this.bit[atom] as number;
    return (((this.steps.data[edge * this.stepWords + (bit >>> 5)] as number) >>> (bit & 31)) & 1) === 1;
  }
}

/** Small machines whose verdicts are known by thought: edges, atoms, fairness, formula, whether it holds. */
export type Case = readonly [edges: string, atoms: string, fairness: string, formula: string, holds: boolean];

/** By what they are about. */
export const suite: Readonly<Record<string, readonly Case[]>> = {
  always: [
    ["0a1 1a0", "p0,1", "", "G p", true],
    ["0a1 1a2 2a2", "p0,1", "", "G p", false],
    ["0a1 2a2", "p0,1", "progress", "G p", true], // 2 is never reached
    ["0a0 0b1", "p0", "progress", "G p", false],
  ],
  eventually: [
    ["0a1 1a2 2a2", "p2", "progress", "F p", true],
    ["0a1 1a2 2a2", "p2", "", "F p", false], // it may stop before
    ["0a1 1a0 1b2 2a2", "p2", "progress", "F p", false],
    ["0a1 0b2 1a1 2a2", "p2", "progress", "F p", false],
    ["0a0", "p0", "", "F p", true],
  ],
  next: [
    ["0a1 1a1", "p1", "progress", "X p", true],
    ["0a1 1a1", "p1", "", "X p", false], // it may stop in 0
    ["0a1 0b2 1a1 2a2", "p1", "progress", "X p", false],
    ["0a1 1a2 2a0", "p2", "progress", "X X p", true],
    ["0a1", "p1", "progress", "X X X p", true], // the last state repeats
    ["0a0", "p0", "progress", "G(p -> X p)", true],
    ["0a1 1a0", "p0", "progress", "G(p -> X !p)", true],
  ],
  until: [
    ["0a1 1a2 2a2", "p0,1 q2", "progress", "p U q", true],
    ["0a1 1a2 2a2", "p0 q2", "progress", "p U q", false],
    ["0a0 0b1 1a1", "p0 q1", "progress", "p U q", false], // it need not come
    ["0a0 0b1 1a1", "p0 q1", "Wb", "p U q", true],
    ["0a0", "p q0", "progress", "p U q", true], // now
  ],
  release: [
    ["0a0", "p q0", "progress", "p R q", true],
    ["0a1 1a2 2a2", "p1 q0,1", "progress", "p R q", true],
    ["0a1 1a2 2a2", "p2 q0,1", "progress", "p R q", false],
    ["0a1 1a1", "p0 q1", "progress", "p R q", false],
    ["0a0 0b1 1a1", "p0 q1", "progress", "p W q", true],
    ["0a0 0b1 1a2 2a2", "p0 q2", "progress", "p W q", false],
  ],
  "leads to": [
    ["0a1 1a2 2a0", "p0 q2", "progress", "p ~> q", true],
    ["0a1 1a1 1b0", "p0 q0", "progress", "p ~> q", true],
    ["0a1 1a1 1b2 2a0", "p1 q2", "progress", "p ~> q", false],
    ["0a1 1a1 1b2 2a0", "p1 q2", "Wa Wb", "p ~> q", true],
    ["0a1 1a2 2a3 3a3", "p1 q0", "progress", "p ~> q", false], // q was before
    ["0a0", "p q", "progress", "p ~> q", true],
  ],
  "no fairness": [
    ["0a1 1a0", "p1", "", "G F p", false],
    ["0a1 1a0", "p1", "", "F G p", false],
    ["0a1 1a1", "p0", "", "F G p", false],
    ["0a0", "p0", "", "F G p", true],
  ],
  progress: [
    ["0a1 1a0", "p1", "progress", "G F p", true],
    ["0a1 1a0 0b0", "p1", "progress", "G F p", false],
    ["0a1 1a0", "p1", "progress", "F G p", false],
  ],
  weak: [
    ["0a0 0b1 1a1", "p1", "Wb", "F p", true],
    ["0a1 1a0 0b2 2a2", "p2", "Wb", "F p", false], // b is enabled again and again, never throughout
    ["0a1 1a0 0b2 1b2 2a2", "p2", "Wb", "F p", true],
    ["0a0 0b1 0c2 1a1 2a2", "p1", "Wb Wc", "F p", false],
    ["0a0 0b1 0c1 1a1", "p1", "Wbc", "F p", true], // the set as a whole
    ["0a1 1b0 0c2 1d2 2a2", "p2", "Wc Wd", "F p", false], // each is disabled in turn
    ["0a1 1b0 0c2 1d2 2a2", "p2", "Wcd", "F p", true], // the set never is
    ["0a0 0b0", "", "Wb", "G F dob", true], // a step that changes nothing is a step
    ["0a0", "p0", "Wa", "G F doa", true],
  ],
  strong: [
    ["0a1 1a0 0b2 2a2", "p2", "Sb Wa", "F p", true],
    ["0a1 1a0 0b2 2a2", "p2", "Sb", "F p", false], // it may stop in 1
    ["0a1 1a2 2a1 0b3 3a3", "p3", "Sb Wa", "F p", false], // b is not enabled any more
    ["0a1 1a0 0b2 1c2 2a2", "p2", "Sb Sc", "F p", true],
    ["0a1 1a0 0b0 1c2 2a2", "p2", "Sb Wa", "F p", false],
    ["0a1 1a0 0b0 1c2 2a2", "p2", "Sb Sc Wa", "F p", true],
    ["0a1 1b0 1c2 2d1 2e3 3a3", "p3", "Se Sb Wa", "G F (p | enb)", true],
    // Taking out 0, where b is neglected, leaves the loop of 1 and 2.
    ["0a1 1a0 0b3 1c2 2c1 3a3", "p3", "Sb Wc", "F p", false],
    ["0a1 1a0 0b3 1c2 2c1 3a3", "p3", "Sb Sa Wc", "F p", true],
    // Out go two states, one after the other.
    ["0a1 1a2 2a0 0b3 1c3 2d2 3a3", "p3", "Sb Sc", "F p", false],
    ["0a1 1a2 2a0 0b3 1c3 2d2 3a3", "p3", "Sb Sc Sa", "F p", true],
  ],
  "loops inside loops": [
    ["0a1 1a2 2b1 2a3 3a0", "p3", "progress", "G F p", false],
    ["0a1 1a2 2b1 2a3 3a0", "p3", "Wa Wb", "G F p", false],
    ["0a1 1a2 2b1 2c3 3a0", "p3", "Wa Sc", "G F p", true],
    ["0a1 1b0 1a2 2b1 2a3 3b2", "p0 q3", "progress", "G F p | G F q", false],
    ["0a1 1b0 1a2 2b1 2a3 3b2", "p0 q3", "Sa Sb", "G F p | G F q", false], // the loop of 1 and 2
    ["0a1 1b0 1c2 2d1 2e3 3f2", "p0 q3", "Sa Sb Sc Sd Se Sf", "G F p & G F q", true],
    ["0a1 1a0 1b2 2c3 3c2", "p0 q2", "progress", "G F p | G F q", true],
    ["0a1 1a0 1b2 2c3 3c2", "p1 q2", "progress", "F G q -> F p", true],
    ["0a1 1a0 0b2 2b0", "p1 q2", "progress", "G F p & G F q", false],
    ["0a1 1a0 0b2 2b0", "p1 q2", "Sa Sb", "G F p & G F q", true],
    ["0a1 1a0 0b2 2b0", "p1 q2", "Wa Wb", "G F p & G F q", false],
  ],
  "terminal states": [
    ["0a1", "p1", "progress", "F G p", true],
    ["0a1", "p0", "progress", "G F p", false],
    ["0a1 0b2", "p1", "progress", "F p", false],
    ["", "p0", "progress", "G p", true],
    ["", "p0", "progress", "X p", true],
    ["", "p0", "progress", "F !p", false],
    ["0a1", "", "progress", "G F doa", false], // nobody steps at the end
    ["0a1", "", "progress", "F G !ena", true],
  ],
  "steps and guards": [
    ["0a0 0b0", "", "progress", "G F doa", false],
    ["0a0 0b0", "", "Sa Sb", "G F doa & G F dob", true],
    ["0a1 1b0", "", "progress", "G(doa -> X dob)", true],
    ["0a1 1b0 1c0", "", "progress", "G(doa -> X dob)", false],
    ["0a1 1b0", "", "progress", "G F ena", true],
    ["0a1 1b1", "", "progress", "G F ena", false],
  ],
  nested: [
    ["0a1 1a0", "p0 q1", "progress", "G(p -> X(q U p))", true],
    ["0a1 1a2 2a0", "p0 q1", "progress", "G(p -> X(q U p))", false],
    ["0a1 1a2 2a2", "p0 q1", "progress", "p U (q U G(!p & !q))", true],
    ["0a1 1a1", "p0 q1", "progress", "F(p & X G q)", true],
    ["0a1 1a0 0b0", "p1", "progress", "(G F p) | (F G !p)", true],
    ["0a1 1a0 0b0", "p1", "progress", "(F G p) | (F G !p)", false],
    ["0a1 1a0 0b0", "p1", "Sa", "!(G F p) -> false", true],
  ],
};

/**
 * Canonical forms: one state for each orbit. States that differ only in the names of interchangeable ids have the same
 * future up to these names, so that a search needs to keep one of them.
 *
 * Source: C. N. Ip, D. L. Dill, "Better verification through symmetry", Formal Methods in System Design 9, 1996.
 */

/** Makes canonical forms of the states of one machine. */
export interface Canonicaliser {
  /**
   * Replaces the packed state whose first word is `words[base]` (default 0) by the representative of its orbit: the same
   * for every state that a permutation of interchangeable ids makes of it, and itself one of them. Nothing else in
   * `words` is touched, and nothing is allocated. Works on any Int32Array, shared ones included; holds no state between
   * calls, but scratch memory: one canonicaliser for each worker.
   *
   * To be called on a successor when the properties of its step have been judged on it as it is, and before it is looked
   * up among the visited states; and on the initial state. State properties may be judged before or after.
   */
  canonicalise(words: Int32Array, base?: number): void;
}

/** What a property had to say of a step or a state, as the leaves of a trie say it. */

/** Neither exercised nor broken. */
export const NOTHING = -1;

/** An outcome as a leaf. */
export const outcomeOf = (exercised: boolean, bad: boolean): number => NOTHING - (exercised ? 1 : 0) - (bad ? 2 : 0);

/** Whether the property was exercised. */
export const isExercised = (outcome: number): boolean => ((NOTHING - outcome) & 1) !== 0;

/** Whether the property was broken (or reached). */
export const isBad = (outcome: number): boolean => ((NOTHING - outcome) & 2) !== 0;

/** Exercised where one of two is, and broken where one of two is. */
export const either = (a: number, b: number): number => NOTHING - ((NOTHING - a) | (NOTHING - b));

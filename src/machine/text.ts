/**
 * Functions that are made of others. What tells machines apart by the text of their functions (checkpoints, threads that
 * make the same machine) would see the text of the maker only, which is the same for all that it makes.
 */

/** The same function, whose text (`toString`) goes on with that of those that it is made of; what is no function has none. */
export function withTextOf<F extends (...a: never[]) => unknown>(made: F, ...of: readonly unknown[]): F {
  const parts = of.filter((part) => typeof part === "function");
  const value = (): string => [Function.prototype.toString.call(made), ...parts.map(String)].join("\n");
  return Object.defineProperty(made, "toString", { value });
}

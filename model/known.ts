/** A value that the step's guard has made sure of. @throws TypeError when it is missing after all. */
export function known<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new TypeError("a value that the guard promised is missing");
  return value;
}

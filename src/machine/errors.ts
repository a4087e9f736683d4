/** What a person asked for and cannot have: one clear line, a stable code, exit status 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  constructor(
    /** Stable, for scripts: `unknown-design`, `scope-range`, … */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

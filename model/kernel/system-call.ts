/** A system call from its first line to its last. */
export interface SystemCall {
  /** Set anew when the log tells late which process it began with. */
  pid: number;
  readonly name: string;
  /** As strace prints them; complete once the call is over. */
  arguments: readonly string[];
  /** `0`, `3</path>`, `-1 EAGAIN (…)`, `?`; `null` when the log ends before the call. */
  result: string | null;
}

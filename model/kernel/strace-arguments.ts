/** The arguments of a system call as strace prints them. */

/** Splits at the commas that stand in no string, bracket or path. */
export function argumentsOf(text: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  const take = (to: number): void => {
    const argument = text.slice(from, to).trim();
    if (argument !== "") found.push(argument);
    from = to + 1;
  };
  for (let at = 0; at < text.length; at++) {
    const c = text[at] as string;
    if (c === '"') at = endOfString(text, at);
    else if (c === "<" && /[\dD]/.test(text[at - 1] ?? "")) at = endOfPath(text, at);
    else if ("([{".includes(c)) depth++;
    else if (")]}".includes(c)) depth--;
    else if (c === "," && depth <= 0) take(at);
  }
  take(text.length);
  return found;
}

function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at;
  }
  return text.length;
}

const endOfPath = (text: string, from: number): number => {
  const end = text.indexOf(">", from);
  return end < 0 ? text.length : end;
};

/** A descriptor argument or result: its number, and its path where `-y` gives one. */
export interface Descriptor {
  readonly number: number;
  readonly path: string | null;
}

/** Reads `3`, `3</path>`, `3</path>(deleted)`; `null` for anything else. */
export function descriptorOf(text: string | undefined): Descriptor | null {
  const match = /^(\d{1,9})(?:<(.*)>)?(?:\(deleted\))?$/.exec(text ?? "");
  return match === null ? null : { number: Number(match[1]), path: match[2] ?? null };
}

/** The path in `"…"`, absolute where the directory (`AT_FDCWD</dir>`, `13</dir>`) is known; `null` when it was cut short. */
export function pathOf(text: string | undefined, directory: string | undefined = undefined): string | null {
  const match = /^"((?:[^"\\]|\\.)*)"$/.exec(text ?? "");
  if (match === null) return null;
  const path = (match[1] as string).replace(/^\.\//, "");
  const base = /<(.*)>/.exec(directory ?? "")?.[1];
  return path.startsWith("/") || base === undefined ? path : `${base}/${path}`;
}

/** `EAGAIN` of `-1 EAGAIN (…)`, and of `? ERESTARTSYS (…)`; `null` for success. */
export const errorOf = (result: string): string | null => /^(?:-1|\?) (E[A-Z0-9_]+)/.exec(result)?.[1] ?? null;

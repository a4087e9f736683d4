/** Colours, where a terminal shows them and nobody has asked for none. */
import { styleText } from "node:util";

export type Style = "red" | "green" | "yellow" | "cyan" | "dim" | "bold" | "inverse";

/** Paints a text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

/** Never any colour. */
export const plain: Paint = (_style, text) => text;

/** Colours for a stream: only on a terminal, and not when the environment variable NO_COLOR is set. */
export function paintFor(stream: { readonly isTTY?: boolean }, environment: NodeJS.ProcessEnv = process.env): Paint {
  const wanted = stream.isTTY === true && (environment.NO_COLOR ?? "") === "";
  return wanted ? (style, text) => styleText(style, text, { validateStream: false }) : plain;
}

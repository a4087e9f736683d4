/**
 * Bytes as letters and digits. Base64 has a 63rd and a 64th character, and whichever they are, some terminal or mail
 * client ends a word at one of them; with letters and digits a double click selects the whole text.
 */
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const VALUES: ReadonlyMap<string, number> = new Map([...DIGITS].map((digit, value) => [digit, value]));

/** Bytes a block, and how many characters a block of 0 … 5 bytes takes: five bytes fill seven characters best. */
const BLOCK = 5;
const CHARACTERS = [0, 2, 3, 5, 6, 7];
const CHARACTERS_OF_BLOCK = 7;

/** Letters and digits for bytes: seven for every five. */
export function toBase62(bytes: Uint8Array): string {
  const blocks: string[] = [];
  for (let start = 0; start < bytes.length; start += BLOCK) {
    const block = bytes.subarray(start, start + BLOCK);
    let value = block.reduce((sum, byte) => sum * 256 + byte, 0);
    let text = "";
    for (let n = CHARACTERS[block.length] as number; n > 0; n--) {
      text = DIGITS.charAt(value % 62) + text;
      value = Math.floor(value / 62);
    }
    blocks.push(text);
  }
  return blocks.join("");
}

/** The bytes of a text made by {@link toBase62}, or `null` when there are none: a strange character, length or value. */
export function fromBase62(text: string): Uint8Array | null {
  const bytes: number[] = [];
  for (let start = 0; start < text.length; start += CHARACTERS_OF_BLOCK) {
    const block = text.slice(start, start + CHARACTERS_OF_BLOCK);
    const size = CHARACTERS.indexOf(block.length);
    if (size < 0) return null;
    let value = 0;
    for (const digit of block) {
      const worth = VALUES.get(digit);
      if (worth === undefined) return null;
      value = value * 62 + worth;
    }
    if (value >= 256 ** size) return null;
    for (let n = size - 1; n >= 0; n--) bytes.push(Math.floor(value / 256 ** n) % 256);
  }
  return Uint8Array.from(bytes);
}

import fc from "fast-check";
import { expect, test } from "vitest";
import { fromBase62, toBase62 } from "../../src/trace/base62.js";

test("every byte sequence comes back from letters and digits", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const text = toBase62(bytes);
      expect(text).toMatch(/^[0-9A-Za-z]*$/);
      expect(fromBase62(text)).toEqual(bytes);
    }),
  );
});

test("five bytes take seven characters", () => {
  expect(toBase62(new Uint8Array(5).fill(255))).toHaveLength(7);
  expect(toBase62(Uint8Array.of(0))).toBe("00");
});

test.each(["0", "zz", "0000", "-000000", "zzzzzzz", "00000000"])("%s is the text of no bytes", (text) => {
  expect(fromBase62(text)).toBeNull();
});

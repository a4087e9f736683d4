import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UsageError } from "../../src/machine/errors.js";
import { machineOf } from "../../src/machine/machine.js";
import { toBase62 } from "../../src/trace/base62.js";
import { behaviourOf } from "../../src/trace/behaviour.js";
import { sha256 } from "../../src/trace/digest.js";
import { compare } from "../../src/trace/recorded.js";
import { replay } from "../../src/trace/replay.js";
import { decodeToken, encodeToken, looksLikeToken } from "../../src/trace/token.js";
import { randomWalk } from "./random-walk.js";
import { vault } from "./vault.js";

const theft = [
  { action: "disarm", parameters: {} },
  { action: "walk", parameters: { who: 1, to: "bar" } },
  { action: "open the door", parameters: {} },
  { action: "take the gold", parameters: {} },
];
const machine = machineOf(vault, { bugs: ["F1"], scope: { guests: 3 } });
const token = encodeToken(behaviourOf(machine, theft, "robbed"), machine);

/** The code with which a text is refused, or null. */
const refusal = (text: string): string | null => {
  try {
    decodeToken(text);
    return null;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    expect(error.message).toMatch(/^[^\n]{1,200}$/);
    return error.code;
  }
};

test("a token is one word, and stays the same from version to version", () => {
  expect(token).toMatch(/^lc1_[0-9A-Za-z]+$/);
  expect(token).toMatchInlineSnapshot(
    `"lc1_HpOybwuI24WnawIxRy46GBGdedMk9qL3FRICwdMfOZ6Nxzi0p5mAjSo5421Vqhp7PfLkb7EbWnp5cICcoHZp2fIPAcBGEqsYp6FeskQkT3MgA9ktC0ig2gTBdZUvsK15QpkJ89fPH3pZAx8qHDOAylp5j66i1aXek2ceJRAb5msCut74AVLAV"`,
  );
});

test("a token says everything by name", () => {
  expect(decodeToken(token)).toMatchObject({
    scenario: "vault",
    design: "only",
    bugs: ["F1"],
    mends: [],
    scope: { guests: 3 },
    property: "robbed",
    steps: theft,
  });
});

test("random behaviours come back from their tokens, and replay to the byte", () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(60), fc.integer({ min: 1, max: 3 }), (seed, length, guests) => {
      const made = machineOf(vault, { scope: { guests } });
      const steps = randomWalk(made, seed, length, ["pay"]);
      const recorded = decodeToken(encodeToken(behaviourOf(made, steps, null), made));
      expect(recorded.steps).toEqual(steps);
      const again = replay(machineOf(vault, recorded), recorded);
      expect(compare(recorded, again)).toBe("identical");
    }),
    { numRuns: 60 },
  );
});

test("white space does not matter: mail wraps lines", () => {
  expect(decodeToken(`  ${token.slice(0, 30)}\r\n ${token.slice(30)}\n`)).toEqual(decodeToken(token));
});

describe("damage", () => {
  test("every other letter in every place is noticed", () => {
    const whole = decodeToken(token);
    for (let at = 0; at < token.length; at++)
      for (const letter of "0Az9_-é ") {
        if (token[at] === letter) continue;
        const text = token.slice(0, at) + letter + token.slice(at + 1);
        if (refusal(text) === null) expect(decodeToken(text)).toEqual(whole);
      }
  });

  test("every missing, doubled or swapped letter is noticed", () => {
    for (let at = 0; at < token.length; at++) {
      expect(refusal(token.slice(0, at))).toMatch(/^token-/);
      expect(refusal(token.slice(0, at) + token.slice(at + 1))).toMatch(/^token-/);
      expect(refusal(token.slice(0, at) + token.slice(at, at + 1) + token.slice(at))).toMatch(/^token-/);
      if (token[at] !== token[at + 1] && at + 1 < token.length)
        expect(refusal(token.slice(0, at) + token[at + 1] + token[at] + token.slice(at + 2))).toMatch(/^token-/);
    }
    expect(refusal(token.toLowerCase())).toBe("token-damaged");
  });

  test("any text at all is refused in one line", () => {
    fc.assert(fc.property(fc.string(), (text) => refusal(text) === "token-damaged"));
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => refusal(`lc1_${text}`) === "token-damaged"));
  });

  test("another version is named", () => {
    expect(refusal(`lc2_${token.slice(4)}`)).toBe("token-version");
    expect(() => decodeToken("lc12_abc")).toThrow("this token is of version 12; this program reads version 1");
  });

  test("an absurdly long text is not even looked at", () => {
    expect(refusal(`lc1_${"A".repeat(2 ** 21)}`)).toBe("token-size");
  });
});

describe("tokens made to do harm", () => {
  const forge = (payload: unknown, raw?: Buffer): string => {
    const body = Buffer.concat([Buffer.alloc(12), raw ?? deflateRawSync(JSON.stringify(payload))]);
    return `lc1_${toBase62(Buffer.concat([sha256(body, 4), body]))}`;
  };
  const sound = ["s", "d", [], [], {}, null, [["go", "p"]], [1], [0, 0]];
  const changed = (at: number, value: unknown) => sound.map((part, n) => (n === at ? value : part));

  test("the forger can make a sound one", () => {
    expect(decodeToken(forge(sound)).steps).toEqual([{ action: "go", parameters: { p: 1 } }]);
  });

  test.each([
    ["no array", {}],
    ["null", null],
    ["too short", sound.slice(1)],
    ["a loop that begins behind its end", [...sound, 1000]],
    ["too long", [...sound, 1, 1]],
    ["a number for a name", changed(0, 7)],
    ["no name", changed(0, "")],
    ["a name that rewrites the terminal", changed(0, "\u001b[2J")],
    ["a name that turns text around", changed(1, "\u202e")],
    ["bugs that are no list", changed(2, { length: 1 })],
    ["a scope that is a list", changed(4, [1])],
    ["a nested scope value", changed(4, { a: { b: 1 } })],
    ["a fraction in the scope", changed(4, { a: 0.5 })],
    ["a property that is no name", changed(5, false)],
    ["an action without a name", changed(6, [[]])],
    ["a prototype for a parameter", changed(6, [["go", "__proto__"]])],
    ["an object for a value", changed(7, [{}])],
    ["an unknown action", changed(8, [1, 0])],
    ["an unknown value", changed(8, [0, 1])],
    ["a value too few", changed(8, [0])],
    ["a negative number", changed(8, [-1])],
    ["a fraction", changed(8, [0.5, 0])],
    ["a string for a number", changed(8, ["length", 0])],
  ])("%s is refused", (_, payload) => {
    expect(refusal(forge(payload))).toBe("token-damaged");
  });

  test("prototypes stay as they are", () => {
    const text = '["s","d",[],[],{"__proto__":{"polluted":1}},null,[["__proto__","p"]],[1],[0,0]]';
    expect(refusal(forge(null, deflateRawSync(text)))).toBe("token-damaged");
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test("what is no compressed text, no JSON, or too deep is refused", () => {
    for (const raw of [Buffer.from("nonsense"), deflateRawSync("{"), deflateRawSync(Buffer.of(0xff, 0xfe))])
      expect(refusal(forge(null, raw))).toBe("token-damaged");
    expect(refusal(forge(null, deflateRawSync("[".repeat(1_000_000))))).toBe("token-damaged");
  });

  test("what swells beyond all measure is refused before it has", () => {
    const swollen = (size: number) => deflateRawSync(JSON.stringify(sound) + " ".repeat(size));
    expect(refusal(forge(null, swollen(2 ** 20)))).toBeNull();
    expect(refusal(forge(null, swollen(2 ** 24)))).toBe("token-damaged");
  });
});

test("a behaviour that the machine does not take has no token", () => {
  expect(() => encodeToken(behaviourOf(machine, theft.slice(1), null), machine)).toThrow("refuses");
});

test("what looks like a token is told from file names", () => {
  expect(looksLikeToken(` ${token}`)).toBe(true);
  expect(looksLikeToken("lc2_abc")).toBe(true);
  expect(looksLikeToken("trace.json")).toBe(false);
});

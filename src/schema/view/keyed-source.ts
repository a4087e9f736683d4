/** Source text of the view classes of sets and maps: membership is a bit mask within one word. */
import { widthOf } from "../layout.js";
import { cardinality } from "../scalar.js";
import { isScalar, type MapShape, type SetShape } from "../shape.js";
import type { Access } from "./access.js";
import { maskOf } from "./record-source.js";
import { codecSource } from "./scalar-source.js";
import { searchSource } from "./search-source.js";

/** Reading and writing the membership mask, the same for sets and maps. */
const members = (size: number, access: Access): string => `
  get $mask() { return ${access.read("this.$W", "this.$mw", "this.$ms", maskOf(size))}; }
  set $mask(m) { const W = this.$W, w = this.$mw, s = this.$ms; ${access.write("W", "w", "s", maskOf(size), "m")} }
  $has(i) { return ${access.read("this.$W", "this.$mw", "this.$ms + i", "1")}; }
  $put(i, bit) { const W = this.$W, w = this.$mw, s = this.$ms + i; ${access.write("W", "w", "s", "1", "bit")} }
  $check(k) { if ((k | 0) !== k || k < 0 || k >= ${size}) noSuch(this, k, ${size}); }
  get size() { let n = 0; for (let m = this.$mask; m !== 0; m &= m - 1) n++; return n; }
  has(k) { this.$check(k); return (this.$has(k)) === 1; }`;

const start = (position: string): string => `
    this.$W = tree.words;
    this.$tree = tree;
    this.$parent = parent;
    this.$key = key;
    this.$mw = placed.${position}.word;
    this.$ms = placed.${position}.shift;`;

const present = "this.$has(i)";

/** The view class of a set. */
export function setSource({ size }: SetShape, access: Access): string {
  return `
return class SetView {
  constructor(tree, parent, key, placed) {${start("members")}
  }
  ${members(size, access)}
  add(k) { this.$check(k); this.$put(k, 1); }
  delete(k) { this.$check(k); this.$put(k, 0); }
  clear() { this.$mask = 0; }
  forEach(visit) { const m = this.$mask; for (let i = 0; i < ${size}; i++) if (((m & this.$mask) >>> i) & 1) visit(i); }
  ${searchSource(String(size), "i", present, "this.$mask")}
  $assign(v) {
    if (v === this) return;
    if (v instanceof SetView) {
      const W = this.$W, w = this.$mw, s = this.$ms;
      ${access.copy("W", "w", "s", maskOf(size), ["v.$W", "v.$mw", "v.$ms"])}
      return;
    }
    if (v === null || typeof v !== "object" || typeof v.forEach !== "function") outOfDomain(this, undefined, v, shape);
    let m = 0;
    v.forEach((k) => { this.$check(k); m |= 1 << k; });
    this.$mask = m;
  }
  $plain() { const a = []; this.forEach((k) => { a.push(k); }); return a; }
  $zero() { this.$mask = 0; }
  $kill() { this.$W = DEAD; }
  $revive() { this.$W = this.$tree.words; }
};`;
}

/** The view class of a map. */
export function mapSource(shape: MapShape, access: Access): string {
  const { size, of } = shape;
  const scalar = isScalar(of);
  const mask = isScalar(of) ? maskOf(widthOf(cardinality(of))) : "0";
  const element = scalar ? "this.$read(i)" : "this.$items[i]";
  return `
${isScalar(of) ? codecSource(of, "") : ""}
return class MapView {
  constructor(tree, parent, key, placed, build) {${start("present")}
    ${
      scalar
        ? `this.$w = placed.items.map((item) => item.at.word);
    this.$s = placed.items.map((item) => item.at.shift);`
        : `this.$slots = new Slots(tree, this, placed.items, build);
    this.$items = this.$slots.items;`
    }
  }
  ${members(size, access)}
  ${
    scalar
      ? `$read(i) { return decode(${access.read("this.$W", "this.$w[i]", "this.$s[i]", mask)}); }
  $code(i, code) { const W = this.$W, w = this.$w[i], s = this.$s[i]; ${access.write("W", "w", "s", mask, "code")} }
  $write(i, v) { const code = encode(v); if (code < 0) outOfDomain(this, i, v, shape.of); this.$code(i, code); }
  $blank(i) { this.$code(i, 0); }`
      : `$write(i, v) { this.$items[i].$assign(v); }
  $blank(i) { this.$slots.kill(i); this.$items[i].$zero(); }`
  }
  get(i) { this.$check(i); return (${present}) === 1 ? ${element} : undefined; }
  set(i, v) { this.$check(i); this.$write(i, v); this.$put(i, 1); }
  delete(i) { this.$check(i); if ((${present}) === 0) return; this.$blank(i); this.$put(i, 0); }
  clear() { for (let i = 0; i < ${size}; i++) this.delete(i); }
  forEach(visit) { const m = this.$mask; for (let i = 0; i < ${size}; i++) if (((m & this.$mask) >>> i) & 1) visit(${element}, i); }
  ${searchSource(String(size), element, present, "this.$mask")}
  $assign(v) {
    if (v === this) return;
    if (v === null || typeof v !== "object" || typeof v.forEach !== "function") outOfDomain(this, undefined, v, shape);
    const entries = v instanceof MapView ? v.$plain() : plainOf(v);
    const keys = new Set();
    for (const [k] of entries) {
      this.$check(k);
      if (keys.has(k)) throw new ModelError(pathOf(this, k) + " is given twice");
      keys.add(k);
    }
    for (let i = 0; i < ${size}; i++) if (!keys.has(i)) this.delete(i);
    for (const [k, e] of entries) this.set(k, e);
  }
  $plain() { const a = []; this.forEach((e, k) => { a.push([k, e${scalar ? "" : ".$plain()"}]); }); return a; }
  $zero() { for (let i = 0; i < ${size}; i++) if (${present}) ${scalar ? "this.$blank(i)" : "this.$items[i].$zero()"}; this.$mask = 0; }
  $kill() { this.$W = DEAD; ${scalar ? "" : "this.$slots.killAll();"} }
  $revive() { this.$W = this.$tree.words; ${scalar ? "" : "this.$slots.reviveAll();"} }
  $restore() { ${scalar ? "" : "this.$slots.restore();"} }
};`;
}

/**
 * Source text of the view classes of lists. A walk (`forEach`) keeps a cursor and an end that removals shift, so that it
 * visits those members that were present at its entry and still are when their turn comes.
 */
import { widthOf } from "../layout.js";
import { cardinality } from "../scalar.js";
import { isScalar, type ListShape } from "../shape.js";
import type { Access } from "./access.js";
import { maskOf } from "./record-source.js";
import { codecSource } from "./scalar-source.js";
import { searchSource } from "./search-source.js";

/** The view class of a list. */
export function listSource(shape: ListShape, access: Access): string {
  const scalar = isScalar(shape.of);
  const mask = isScalar(shape.of) ? maskOf(widthOf(cardinality(shape.of))) : "0";
  const lengthMask = maskOf(widthOf(shape.capacity + 1));
  const element = scalar ? "this.$read(i)" : "this.$items[i]";
  return `
${isScalar(shape.of) ? codecSource(shape.of, "") : ""}
return class ListView {
  constructor(tree, parent, key, placed, build) {
    this.$W = tree.words;
    this.$tree = tree;
    this.$parent = parent;
    this.$key = key;
    this.$lw = placed.length.word;
    this.$ls = placed.length.shift;
    this.$version = 0;
    this.$cursor = [];
    this.$end = [];
    this.$depth = 0;
    ${
      scalar
        ? `this.$w = placed.items.map((item) => item.at.word);
    this.$s = placed.items.map((item) => item.at.shift);
    tree.restorable.push(this);`
        : `this.$slots = new Slots(tree, this, placed.items, build);
    this.$items = this.$slots.items;`
    }
  }
  get length() { return ${access.read("this.$W", "this.$lw", "this.$ls", lengthMask)}; }
  $resize(n) { const W = this.$W, w = this.$lw, s = this.$ls; ${access.write("W", "w", "s", lengthMask, "n")} this.$version++; }
  ${
    scalar
      ? `$read(i) { return decode(${access.read("this.$W", "this.$w[i]", "this.$s[i]", mask)}); }
  $code(i, code) { const W = this.$W, w = this.$w[i], s = this.$s[i]; ${access.write("W", "w", "s", mask, "code")} }
  $write(i, v) { const code = encode(v); if (code < 0) outOfDomain(this, i, v, shape.of); this.$code(i, code); }
  $move(from, to) { const W = this.$W, w = this.$w[to], s = this.$s[to]; ${access.copy("W", "w", "s", mask, ["W", "this.$w[from]", "this.$s[from]"])} }
  $blank(i) { this.$code(i, 0); }`
      : `$write(i, v) { this.$items[i].$assign(v); }
  $move(from, to) { this.$items[to].$assign(this.$items[from]); }
  $blank(i) { this.$items[i].$zero(); }`
  }
  at(i) { if ((i | 0) !== i || i < 0 || i >= this.length) noSuch(this, i, this.length); return ${element}; }
  set(i, v) { if ((i | 0) !== i || i < 0 || i >= this.length) noSuch(this, i, this.length); this.$write(i, v); }
  push(v) {
    const n = this.length;
    if (n >= ${shape.capacity}) full(this, ${shape.capacity});
    this.$write(n, v);
    this.$resize(n + 1);
  }
  removeAt(i) {
    const n = this.length;
    if ((i | 0) !== i || i < 0 || i >= n) noSuch(this, i, n);
    ${scalar ? "" : "for (let j = i; j < n; j++) this.$slots.kill(j);"}
    for (let j = i; j + 1 < n; j++) this.$move(j + 1, j);
    this.$blank(n - 1);
    this.$resize(n - 1);
    for (let d = 0; d < this.$depth; d++) {
      if (i < this.$cursor[d]) this.$cursor[d]--;
      if (i < this.$end[d]) this.$end[d]--;
    }
  }
  clear() { for (let i = this.length - 1; i >= 0; i--) this.removeAt(i); }
  forEach(visit) {
    const d = this.$depth++;
    this.$cursor[d] = 0;
    this.$end[d] = this.length;
    while (this.$cursor[d] < this.$end[d]) { const i = this.$cursor[d]++; visit(${element}, i); }
    this.$depth = d;
  }
  ${searchSource("this.length", element, null, "this.$version")}
  $assign(v) {
    if (v === this) return;
    if (!(v instanceof ListView)) v = plainOf(v);
    if (v === null || typeof v !== "object" || typeof v.length !== "number") outOfDomain(this, undefined, v, shape);
    // Slot by slot, so that handles to slots that remain stay alive.
    const n = v.length;
    while (this.length > n) this.removeAt(this.length - 1);
    const kept = this.length;
    for (let i = 0; i < kept; i++) this.$write(i, v.at(i));
    for (let i = kept; i < n; i++) this.push(v.at(i));
  }
  $plain() { const a = []; for (let i = 0, n = this.length; i < n; i++) a.push(${element}${scalar ? "" : ".$plain()"}); return a; }
  $zero() { for (let i = this.length - 1; i >= 0; i--) this.$blank(i); this.$resize(0); }
  $kill() { this.$W = DEAD; ${scalar ? "" : "this.$slots.killAll();"} }
  $revive() { this.$W = this.$tree.words; ${scalar ? "" : "this.$slots.reviveAll();"} }
  $restore() { this.$depth = 0; ${scalar ? "" : "this.$slots.restore();"} }
};`;
}

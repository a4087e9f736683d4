/** Source text of the view classes of vectors. */
import { widthOf } from "../layout.js";
import { cardinality } from "../scalar.js";
import { isScalar, type VectorShape } from "../shape.js";
import type { Access } from "./access.js";
import { maskOf } from "./record-source.js";
import { codecSource } from "./scalar-source.js";
import { searchSource } from "./search-source.js";

/** The view class of a vector, of structures or of scalars. */
export function vectorSource(shape: VectorShape, access: Access): string {
  return isScalar(shape.of)
    ? scalarVector(shape, maskOf(widthOf(cardinality(shape.of))), access)
    : structureVector(shape);
}

const assign = (size: number, view: string, plain: string): string => `
  $plain() { const a = []; for (let i = 0; i < ${size}; i++) a.push(this.at(i)${plain}); return a; }
  $assign(v) {
    if (v === this) return;
    if (!(v instanceof ${view})) v = plainOf(v);
    if (v === null || typeof v !== "object" || (Array.isArray(v) ? v.length : v.size) !== ${size}) outOfDomain(this, undefined, v, shape);
    for (let i = 0; i < ${size}; i++) this.set(i, v.at(i));
  }`;

/** Elements are own numeric properties, which V8 reads fast; the view is frozen so that they cannot be replaced. */
function structureVector({ size }: VectorShape): string {
  return `
return class VectorView {
  constructor(tree, parent, key, placed, build) {
    this.$parent = parent;
    this.$key = key;
    for (let i = 0; i < ${size}; i++) this[i] = build(placed.items[i], this, i);
    Object.freeze(this);
  }
  get size() { return ${size}; }
  at(i) { const e = this[i]; if (e === undefined || typeof i !== "number") noSuch(this, i, ${size}); return e; }
  set(i, v) { this.at(i).$assign(v); }
  forEach(visit) { for (let i = 0; i < ${size}; i++) visit(this[i], i); }
  ${searchSource(String(size), "this[i]", null, null)}
  ${assign(size, "VectorView", ".$plain()")}
  $zero() { for (let i = 0; i < ${size}; i++) this[i].$zero(); }
  $kill() { for (let i = 0; i < ${size}; i++) this[i].$kill(); }
  $revive() { for (let i = 0; i < ${size}; i++) this[i].$revive(); }
};`;
}

function scalarVector(shape: VectorShape, mask: string, access: Access): string {
  const { size } = shape;
  if (!isScalar(shape.of)) return "";
  return `
${codecSource(shape.of, "")}
return class ScalarVectorView {
  constructor(tree, parent, key, placed) {
    this.$W = tree.words;
    this.$tree = tree;
    this.$parent = parent;
    this.$key = key;
    this.$w = placed.items.map((item) => item.at.word);
    this.$s = placed.items.map((item) => item.at.shift);
  }
  get size() { return ${size}; }
  $at(i) { return decode(${access.read("this.$W", "this.$w[i]", "this.$s[i]", mask)}); }
  at(i) { if ((i | 0) !== i || i < 0 || i >= ${size}) noSuch(this, i, ${size}); return decode(${access.read("this.$W", "this.$w[i]", "this.$s[i]", mask)}); }
  set(i, v) {
    if ((i | 0) !== i || i < 0 || i >= ${size}) noSuch(this, i, ${size});
    const code = encode(v);
    if (code < 0) outOfDomain(this, i, v, shape.of);
    const W = this.$W, w = this.$w[i], s = this.$s[i];
    ${access.write("W", "w", "s", mask, "code")}
  }
  forEach(visit) { for (let i = 0; i < ${size}; i++) visit(this.$at(i), i); }
  ${searchSource(String(size), "this.$at(i)", null, null)}
  ${assign(size, "ScalarVectorView", "")}
  $zero() { const W = this.$W; for (let i = 0; i < ${size}; i++) ${access.write("W", "this.$w[i]", "this.$s[i]", mask, "0")} }
  $kill() { this.$W = DEAD; }
  $revive() { this.$W = this.$tree.words; }
};`;
}

/** Source text of the view class of a record: one accessor a field, reading and writing bits of the packed words. */
import { widthOf } from "../layout.js";
import { cardinality } from "../scalar.js";
import { isScalar, type RecordShape } from "../shape.js";
import type { Access } from "./access.js";
import { codecSource } from "./scalar-source.js";

/** The mask of a field's bits, as text. */
export const maskOf = (width: number): string => String(width >= 31 ? 0x7fffffff : (1 << width) - 1);

/** The view class of a record. */
export function recordSource(shape: RecordShape, access: Access): string {
  const fields = shape.fields.map(({ name, shape: of }, n) => ({ name: JSON.stringify(name), of, n }));
  const scalars = fields.flatMap(({ name, of, n }) =>
    isScalar(of) ? [{ name, of, n, mask: maskOf(widthOf(cardinality(of))) }] : [],
  );
  const structures = fields.filter(({ of }) => !isScalar(of));
  return `
${scalars.map(({ of, n }) => codecSource(of, n)).join("\n")}
const NAMES = new Set([${fields.map(({ name }) => name).join(", ")}]);
return class RecordView {
  constructor(tree, parent, key, placed, build) {
    this.$W = tree.words;
    this.$tree = tree;
    this.$parent = parent;
    this.$key = key;
${scalars.map(({ n }) => `    this.$w${n} = placed.fields[${n}].at.word; this.$s${n} = placed.fields[${n}].at.shift;`).join("\n")}
${structures.map(({ name, n }) => `    this.$c${n} = build(placed.fields[${n}], this, ${name});`).join("\n")}
  }
${scalars
  .map(
    ({ name, n, mask }) => `
  get [${name}]() { return decode${n}(${access.read("this.$W", `this.$w${n}`, `this.$s${n}`, mask)}); }
  set [${name}](v) {
    const code = encode${n}(v);
    if (code < 0) outOfDomain(this, ${name}, v, shape.fields[${n}].shape);
    const W = this.$W, w = this.$w${n}, s = this.$s${n};
    ${access.write("W", "w", "s", mask, "code")}
  }`,
  )
  .join("")}
${structures
  .map(
    ({ name, n }) => `
  get [${name}]() { if (this.$W === DEAD) dead(); return this.$c${n}; }
  set [${name}](v) { if (this.$W === DEAD) dead(); this.$c${n}.$assign(v); }`,
  )
  .join("")}
  $assign(v) {
    if (v === this) return;
    if (v instanceof RecordView) {
${scalars.map(({ n, mask }) => `      { const W = this.$W, w = this.$w${n}, s = this.$s${n}; ${access.copy("W", "w", "s", mask, ["v.$W", `v.$w${n}`, `v.$s${n}`])} }`).join("\n")}
${structures.map(({ name }) => `      this[${name}] = v[${name}];`).join("\n")}
      return;
    }
    checkFields(this, v, NAMES);
${structures.map(({ name, n }) => `    const part${n} = plainOf(v[${name}]);`).join("\n")}
${fields.map(({ name, of, n }) => `    this[${name}] = ${isScalar(of) ? `v[${name}]` : `part${n}`};`).join("\n")}
  }
  $zero() {
    const W = this.$W;
${scalars.map(({ n, mask }) => `    ${access.write("W", `this.$w${n}`, `this.$s${n}`, mask, "0")}`).join("\n")}
${structures.map(({ n }) => `    this.$c${n}.$zero();`).join("\n")}
  }
  $plain() { return { ${fields.map(({ name, of }) => `[${name}]: this[${name}]${isScalar(of) ? "" : ".$plain()"}`).join(", ")} }; }
  $kill() { this.$W = DEAD; ${structures.map(({ n }) => `this.$c${n}.$kill();`).join(" ")} }
  $revive() { this.$W = this.$tree.words; ${structures.map(({ n }) => `this.$c${n}.$revive();`).join(" ")} }
};`;
}

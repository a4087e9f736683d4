/** Source text that turns codes into values and back, specialised for one scalar shape. */
import type { ScalarShape } from "../shape.js";

/** An expression for the value of the code in the variable `r`. */
export function decodeSource(shape: ScalarShape): string {
  switch (shape.kind) {
    case "boolean":
      return "r === 1";
    case "range":
      return shape.from === 0 ? "r" : `r + ${shape.from}`;
    case "id":
      return "r";
    case "enum":
      return `${JSON.stringify(shape.values)}[r]`;
    case "option":
      return `r === 0 ? null : ((r) => ${decodeSource(shape.of)})(r - 1)`;
  }
}

/** Statements that return the code of the value in the variable `v`, or -1. */
export function encodeSource(shape: ScalarShape): string {
  switch (shape.kind) {
    case "boolean":
      return "return v === true ? 1 : v === false ? 0 : -1;";
    case "range": {
      const whole =
        Math.abs(shape.from) < 2 ** 31 && Math.abs(shape.to) < 2 ** 31 ? "(v | 0) === v" : "Number.isInteger(v)";
      return `return ${whole} && v >= ${shape.from} && v <= ${shape.to} ? v - ${shape.from} : -1;`;
    }
    case "id":
      return `return (v | 0) === v && v >= 0 && v < ${shape.size} ? v : -1;`;
    case "enum":
      return `switch (v) { ${shape.values.map((value, code) => `case ${JSON.stringify(value)}: return ${code};`).join(" ")} default: return -1; }`;
    case "option":
      return `if (v === null) return 0; const c = ((v) => { ${encodeSource(shape.of)} })(v); return c < 0 ? -1 : c + 1;`;
  }
}

/** Declarations of `decode` and `encode` functions with a suffix, hoisting the table of an enum out of the function. */
export function codecSource(shape: ScalarShape, suffix: string | number): string {
  const plain = shape.kind === "option" ? shape.of : shape;
  if (plain.kind === "enum") {
    const table = shape.kind === "option" ? [null, ...plain.values] : plain.values;
    return `const T${suffix} = ${JSON.stringify(table)}; const decode${suffix} = (r) => T${suffix}[r]; const encode${suffix} = (v) => { ${encodeSource(shape)} };`;
  }
  return `const decode${suffix} = (r) => ${decodeSource(shape)}; const encode${suffix} = (v) => { ${encodeSource(shape)} };`;
}

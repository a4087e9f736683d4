/** Scalars as small whole numbers: the code 0 is the initial value, codes count up through the domain. */
import type { ScalarShape } from "./shape.js";

export type Scalar = boolean | number | string | null;

/** How many values a scalar may take. */
export function cardinality(shape: ScalarShape): number {
  switch (shape.kind) {
    case "boolean":
      return 2;
    case "range":
      return shape.to - shape.from + 1;
    case "enum":
      return shape.values.length;
    case "id":
      return shape.size;
    case "option":
      return 1 + cardinality(shape.of);
  }
}

/** The code of a value, or -1 when it is outside the domain. */
export function encode(shape: ScalarShape, value: unknown): number {
  switch (shape.kind) {
    case "boolean":
      return value === true ? 1 : value === false ? 0 : -1;
    case "range":
      return isWhole(value) && value >= shape.from && value <= shape.to ? value - shape.from : -1;
    case "enum":
      return shape.values.indexOf(value as string);
    case "id":
      return isWhole(value) && value >= 0 && value < shape.size ? value : -1;
    case "option": {
      if (value === null) return 0;
      const code = encode(shape.of, value);
      return code < 0 ? -1 : code + 1;
    }
  }
}

function isWhole(value: unknown): value is number {
  return Number.isInteger(value);
}

/** The value of a code. */
export function decode(shape: ScalarShape, code: number): Scalar {
  switch (shape.kind) {
    case "boolean":
      return code === 1;
    case "range":
      return code + shape.from;
    case "enum":
      return shape.values[code] as string;
    case "id":
      return code;
    case "option":
      return code === 0 ? null : decode(shape.of, code - 1);
  }
}

/** All values of a scalar, in the order of their codes. */
export function valuesOf(shape: ScalarShape): Scalar[] {
  return Array.from({ length: cardinality(shape) }, (_, code) => decode(shape, code));
}

/**
 * Views: objects with the fields of a state whose accessors read and write packed words in place. The classes are
 * generated, one a shape, and shared by every buffer of a machine, so that model code runs on the same hidden classes
 * whether it sees the state before or after a step.
 */
import { ModelError } from "../errors.js";
import type { Layout, Placed } from "../layout.js";
import { describe, isScalar, type Shape } from "../shape.js";
import { type Access, type ObservedWords, observedAccess, plainAccess } from "./access.js";
import { mapSource, setSource } from "./keyed-source.js";
import { listSource } from "./list-source.js";
import { recordSource } from "./record-source.js";
import { Slots } from "./slots.js";
import {
  changed,
  checkFields,
  DEAD,
  dead,
  full,
  noSuch,
  outOfDomain,
  pathOf,
  plainOf,
  Tree,
  type View,
} from "./tree.js";
import { vectorSource } from "./vector-source.js";

type ViewClass = new (
  tree: Tree,
  parent: View | null,
  key: string | number,
  placed: Placed,
  build: (placed: Placed, parent: View, key: string | number) => View,
) => View;

/** The root view of one buffer. */
export interface RootView {
  readonly view: object;
  readonly tree: Tree;
}

const RUNTIME = { DEAD, ModelError, Slots, changed, checkFields, dead, full, noSuch, outOfDomain, pathOf, plainOf };

/**
 * View classes by what they are made of. Machines of the same structure share them, so that model code which is run for
 * one machine after another goes on seeing the same hidden classes.
 */
const made = new Map<string, ViewClass>();

function classFor(shape: Shape, access: Access): ViewClass {
  const source = sourceOf(shape, access);
  const identity = `${describe(shape)}\n${source}`;
  const known = made.get(identity);
  if (known !== undefined) return known;
  const make = new Function("shape", ...Object.keys(RUNTIME), `"use strict";${source}`);
  const fresh = make(shape, ...Object.values(RUNTIME)) as ViewClass;
  made.set(identity, fresh);
  return fresh;
}

/** A factory of views over buffers of `layout.words` words; `constants` is what the root shows under that name. */
export function viewsOf(layout: Layout, constants: object): (words: Int32Array) => RootView {
  return makerOf(layout, constants, plainAccess);
}

/** The same views, over words that see every access. */
export function observedViewsOf(layout: Layout, constants: object): (words: ObservedWords) => RootView {
  return makerOf(layout, constants, observedAccess);
}

function makerOf(layout: Layout, constants: object, access: Access): (words: Int32Array | ObservedWords) => RootView {
  const classes = new Map<Shape, ViewClass>();
  const classOf = (shape: Shape): ViewClass => {
    const known = classes.get(shape);
    if (known !== undefined) return known;
    const fresh = classFor(shape, access);
    classes.set(shape, fresh);
    return fresh;
  };
  return (words) => {
    const tree = new Tree(words);
    // A view takes no properties beside those of its shape: a misspelt field is an error, not a silent success.
    const build = (placed: Placed, parent: View | null, key: string | number): View => {
      const view = new (classOf(placed.shape))(tree, parent, key, placed, build);
      return Object.preventExtensions(parent === null ? Object.assign(view, { constants }) : view);
    };
    return { view: build(layout.root, null, ""), tree };
  };
}

function sourceOf(shape: Shape, access: Access): string {
  if (isScalar(shape)) throw new TypeError(`a ${shape.kind} needs no view`);
  switch (shape.kind) {
    case "record":
      return recordSource(shape, access);
    case "vector":
      return vectorSource(shape, access);
    case "list":
      return listSource(shape, access);
    case "set":
      return setSource(shape, access);
    case "map":
      return mapSource(shape, access);
  }
}

import { type Dimension, UNKNOWN_DIMENSION } from "../model/model.ts";

/** Null where not even the rank is known. */
export type Shape = readonly Dimension[] | null;

/** "[rows, 3]"; "of unknown rank". */
export function shapeText(shape: Shape): string {
  return shape === null ? "of unknown rank" : `[${shape.join(", ")}]`;
}

/** An axis counted from the front, or undefined where the rank has no such axis; negative ones count from the end. */
export function normalAxis(axis: number, rank: number): number | undefined {
  const normal = axis < 0 ? axis + rank : axis;
  return normal >= 0 && normal < rank ? normal : undefined;
}

/** The sizes as numbers, or undefined where one is not known. */
export function fixedShape(shape: Shape): readonly number[] | undefined {
  const sizes = shape?.filter((size) => typeof size === "number");
  return sizes !== undefined && sizes.length === shape?.length ? sizes : undefined;
}

/** Equal for certain: two unknown sizes are not. */
export function isSameSize(a: Dimension, b: Dimension): boolean {
  return a === b && a !== UNKNOWN_DIMENSION;
}

/** Whether two sizes can be one: a name may stand for any number. */
export function mayBeSame(a: Dimension, b: Dimension): boolean {
  return typeof a !== "number" || typeof b !== "number" || a === b;
}

/** What is known of a size that has both descriptions. */
export function narrower(a: Dimension, b: Dimension): Dimension {
  if (typeof a === "number") return a;
  if (typeof b === "number") return b;
  return a === UNKNOWN_DIMENSION ? b : a;
}

/** Both shapes' knowledge, or undefined where they contradict each other. */
export function unified(a: Shape, b: Shape): Shape | undefined {
  if (a === null) return b;
  if (b === null) return a;
  if (a.length !== b.length) return undefined;
  if (!a.every((size, axis) => mayBeSame(size, b[axis] ?? 0))) return undefined;
  return a.map((size, axis) => narrower(size, b[axis] ?? 0));
}

/** What holds of both shapes: they may be two outcomes of one node. */
export function commonKnowledge(a: Shape, b: Shape): Shape {
  if (a === null || b === null || a.length !== b.length) return null;
  return a.map((size, axis) => (isSameSize(size, b[axis] ?? UNKNOWN_DIMENSION) ? size : UNKNOWN_DIMENSION));
}

/** A sum of sizes; a name survives only where nothing is added to it. */
export function addSizes(sizes: readonly Dimension[]): Dimension {
  const named = sizes.filter((size) => typeof size === "string");
  const total = sizes.reduce<number>((sum, size) => sum + (typeof size === "number" ? size : 0), 0);
  const [only, second] = named;
  if (only === undefined) return total;
  return second === undefined && total === 0 ? only : UNKNOWN_DIMENSION;
}

/** A product of sizes; a name survives only where it is multiplied by ones. */
export function multiplySizes(sizes: readonly Dimension[]): Dimension {
  const named = sizes.filter((size) => typeof size === "string");
  const product = sizes.reduce<number>((value, size) => value * (typeof size === "number" ? size : 1), 1);
  const [only, second] = named;
  if (only === undefined || product === 0) return product;
  return second === undefined && product === 1 ? only : UNKNOWN_DIMENSION;
}

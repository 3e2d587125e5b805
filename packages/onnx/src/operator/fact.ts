import { numbersOf, type Value } from "../interpreter/value.ts";
import type { ElementType } from "../model/element-type.ts";
import type { Dimension } from "../model/model.ts";
import type { Shape } from "../shapes/shape.ts";

/** What is known of a value before the graph runs. */
export interface Fact {
  readonly type: ElementType;
  readonly shape: Shape;
  /** The value itself, where it does not depend on an input. */
  readonly value?: Value;
  /** The elements of an integer vector or scalar that are sizes, some of them only by name: what Shape gives. */
  readonly sizes?: readonly Dimension[];
}

export function fact(type: ElementType, shape: Shape): Fact {
  return { type, shape };
}

/** The integers of a small int64 or int32 value, or undefined where it is not known. */
export function knownIntegers(of: Fact | undefined): readonly number[] | undefined {
  const value = of?.value;
  if (value === undefined || value.type === "string") return undefined;
  return numbersOf(value);
}

/** The elements of a value that says a shape, named sizes included. */
export function knownSizes(of: Fact): readonly Dimension[] | undefined {
  return of.sizes ?? knownIntegers(of);
}

import fc from "fast-check";

import { elementCount } from "../shapes/index-map.ts";
import { bools, doubles, floats, int64s, strings, type Tensor } from "../model/tensor.ts";

export type Kind = "double" | "float" | "int64" | "int32" | "bool" | "string";

/** Ranks 0 to 3, sizes 0 to 4. */
export const shapes: fc.Arbitrary<readonly number[]> = fc.oneof(
  { weight: 1, arbitrary: fc.constant([]) },
  { weight: 6, arbitrary: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 3 }) },
);

/** At least one axis, none of them empty. */
export const fullShapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 });

const special = fc.constantFrom(Number.NaN, Infinity, -Infinity, 0, -0);
const moderate = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ min: -8, max: 8, noNaN: true }));

export interface Elements {
  /** Instead of −8 … 8. */
  readonly number?: fc.Arbitrary<number>;
  /** NaN and infinities among them. */
  readonly special?: boolean;
}

export function tensorOf(kind: Kind, shape: readonly number[], elements: Elements = {}): fc.Arbitrary<Tensor> {
  const length = elementCount(shape);
  const array = <T>(element: fc.Arbitrary<T>) => fc.array(element, { minLength: length, maxLength: length });
  const { number = moderate } = elements;
  const real = elements.special
    ? fc.oneof({ weight: 4, arbitrary: number }, { weight: 1, arbitrary: special })
    : number;
  switch (kind) {
    case "double":
      return array(real).map((values) => doubles(values, shape));
    case "float":
      return array(real).map((values) => floats(values, shape));
    case "int64":
      return array(number).map((values) => int64s(values.map(Math.trunc), shape));
    case "int32":
      return array(number).map((values) => ({ type: "int32", data: Int32Array.from(values), dimensions: shape }));
    case "bool":
      return array(fc.boolean()).map((values) => bools(values, shape));
    case "string":
      return array(fc.constantFrom("", "a", "b", "서울", "NaN")).map((values) => strings(values, shape));
  }
}

export function tensor(kinds: readonly Kind[], elements: Elements = {}, shape = shapes): fc.Arbitrary<Tensor> {
  return fc.tuple(fc.constantFrom(...kinds), shape).chain(([kind, dimensions]) => tensorOf(kind, dimensions, elements));
}

/** Shapes that extend to one: each drops leading axes and has a 1 here and there. */
export function broadcastable(count: number, common = shapes): fc.Arbitrary<readonly (readonly number[])[]> {
  return common.chain((whole) =>
    fc.tuple(
      ...Array.from({ length: count }, () =>
        fc
          .tuple(fc.nat(whole.length), fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }))
          .map(([dropped, ones]) => whole.slice(dropped).map((size, axis) => (ones[axis] ? 1 : size))),
      ),
    ),
  );
}

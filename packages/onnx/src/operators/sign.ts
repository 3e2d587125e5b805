import { elementwiseUnary } from "../families/elementwise-unary.ts";
import { numericTypes } from "../families/element-types.ts";
export default elementwiseUnary("Sign", {
  types: numericTypes,
  real: Math.sign,
  integer: (x) => (x > 0n ? 1n : x < 0n ? -1n : 0n),
});

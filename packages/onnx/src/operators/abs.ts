import { elementwiseUnary } from "../families/elementwise-unary.ts";
import { numericTypes } from "../families/element-types.ts";
export default elementwiseUnary("Abs", { types: numericTypes, real: Math.abs, integer: (x) => (x < 0n ? -x : x) });

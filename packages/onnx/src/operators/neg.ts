import { elementwiseUnary } from "../families/elementwise-unary.ts";
import { numericTypes } from "../families/element-types.ts";
export default elementwiseUnary("Neg", { types: numericTypes, real: (x) => -x, integer: (x) => -x });

import { elementwiseUnary } from "../families/elementwise-unary.ts";

export default elementwiseUnary("Reciprocal", { real: (x) => 1 / x });

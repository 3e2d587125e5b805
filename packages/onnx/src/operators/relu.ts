import { elementwiseUnary } from "../families/elementwise-unary.ts";

export default elementwiseUnary("Relu", { real: (x) => (x < 0 ? 0 : x) });

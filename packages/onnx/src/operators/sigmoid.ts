import { elementwiseUnary } from "../families/elementwise-unary.ts";

export default elementwiseUnary("Sigmoid", { real: (x) => 1 / (1 + Math.exp(-x)) });

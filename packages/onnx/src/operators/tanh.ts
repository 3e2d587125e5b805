import { elementwiseUnary } from "../families/elementwise-unary.ts";

export default elementwiseUnary("Tanh", { real: Math.tanh });

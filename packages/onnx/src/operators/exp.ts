import { elementwiseUnary } from "../families/elementwise-unary.ts";

export default elementwiseUnary("Exp", { real: Math.exp });

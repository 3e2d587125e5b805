import { elementwiseUnary } from "../families/elementwise-unary.ts";

export default elementwiseUnary("Log", { real: Math.log });

import { elementwiseUnary } from "../families/elementwise-unary.ts";

export default elementwiseUnary("Sqrt", { real: Math.sqrt });

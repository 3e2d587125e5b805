import { elementwiseUnary } from "../families/elementwise-unary.ts";

export default elementwiseUnary("Ceil", { real: Math.ceil });

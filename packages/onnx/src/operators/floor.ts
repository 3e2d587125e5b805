import { elementwiseUnary } from "../families/elementwise-unary.ts";

export default elementwiseUnary("Floor", { real: Math.floor });

import { elementwiseUnary } from "../families/elementwise-unary.ts";

export default elementwiseUnary("Softplus", { real: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))) });

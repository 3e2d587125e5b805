import { elementwiseUnary } from "../families/elementwise-unary.ts";

export default elementwiseUnary("Not", { types: ["bool"], real: (x) => 1 - x });

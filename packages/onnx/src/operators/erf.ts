import { elementwiseUnary } from "../families/elementwise-unary.ts";
import { errorFunction } from "../families/error-function.ts";
export default elementwiseUnary("Erf", { real: errorFunction });

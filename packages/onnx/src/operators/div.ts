import { elementwiseBinary } from "../families/elementwise-binary.ts";

/** Integers are divided towards zero; by zero they cannot be. */
export default elementwiseBinary("Div", { real: (a, b) => a / b, integer: (a, b) => a / b });

import { elementwiseBinary } from "../families/elementwise-binary.ts";

export default elementwiseBinary("Add", { real: (a, b) => a + b, integer: (a, b) => a + b });

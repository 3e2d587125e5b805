import { reduction } from "../families/reduction.ts";

export default reduction("ReduceSum", {
  real: (values) => values.reduce((sum, value) => sum + value, 0),
  integer: (values) => values.reduce((sum, value) => sum + value, 0n),
});

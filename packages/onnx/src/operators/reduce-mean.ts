import { reduction } from "../families/reduction.ts";

/** Of no elements NaN. */
export default reduction("ReduceMean", {
  real: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  integer: (values) =>
    values.length === 0 ? 0n : values.reduce((sum, value) => sum + value, 0n) / BigInt(values.length),
});

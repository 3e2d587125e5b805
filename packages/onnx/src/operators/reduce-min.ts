import { reduction } from "../families/reduction.ts";

/** Of no elements the largest value there is. */
export default reduction("ReduceMin", {
  real: (values) => values.reduce((least, value) => Math.min(least, value), Infinity),
  integer: (values) => values.reduce((least, value) => (value < least ? value : least), 2n ** 63n - 1n),
});

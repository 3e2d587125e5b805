import { reduction } from "../families/reduction.ts";

/** Of no elements the smallest value there is. */
export default reduction("ReduceMax", {
  real: (values) => values.reduce((most, value) => Math.max(most, value), -Infinity),
  integer: (values) => values.reduce((most, value) => (value > most ? value : most), -(2n ** 63n)),
});

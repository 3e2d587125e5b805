import { alongAxis } from "../families/along-axis.ts";

/** Along one axis (the last), shifted by its largest element so that nothing overflows. */
export default alongAxis("Softmax", (row) => {
  const largest = row.reduce((most, value) => Math.max(most, value), -Infinity);
  const powers = row.map((value) => Math.exp(value - largest));
  const sum = powers.reduce((total, value) => total + value, 0);
  return powers.map((value) => value / sum);
});

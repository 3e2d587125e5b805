import { alongAxis } from "../families/along-axis.ts";

/** The logarithm of Softmax, without its rounding to 0. */
export default alongAxis("LogSoftmax", (row) => {
  const largest = row.reduce((most, value) => Math.max(most, value), -Infinity);
  const sum = row.reduce((total, value) => total + Math.exp(value - largest), 0);
  return row.map((value) => value - largest - Math.log(sum));
});

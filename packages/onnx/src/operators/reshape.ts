import { type Dimension, UNKNOWN_DIMENSION } from "../model/model.ts";
import type { InferenceCall } from "../operator/call.ts";
import { fact, knownSizes } from "../operator/fact.ts";
import { defineOperator } from "../operator/operator.ts";
import { mayBeSame, multiplySizes, type Shape } from "../shapes/shape.ts";

/** 0 keeps the size of the input's axis (unless `allowzero`), one −1 takes what is left. */
export default defineOperator({
  name: "Reshape",
  domain: "",
  inputs: [2, 2],
  movesElements: true,
  infer(call) {
    const [data, shape] = [call.input(0), call.input(1)];
    if (shape.type !== "int64") throw call.fail("takes its shape as int64");
    const wanted = knownSizes(shape);
    if (wanted !== undefined) return [fact(data.type, reshaped(call, data.shape, wanted))];
    const rank = shape.shape?.[0];
    if (typeof rank !== "number" || rank > 64) return [fact(data.type, null)];
    return [
      fact(
        data.type,
        Array.from({ length: rank }, () => UNKNOWN_DIMENSION),
      ),
    ];
  },
  evaluate: (call) => [{ ...call.input(0), shape: call.result(0).shape }],
});

function reshaped(call: InferenceCall, from: Shape, wanted: readonly Dimension[]): Shape {
  const keepsZero = call.attributes.int("allowzero") === 1;
  const sizes = wanted.map((size, axis): Dimension => {
    if (size !== 0 || keepsZero) return size;
    const kept = from === null ? UNKNOWN_DIMENSION : from[axis];
    if (kept === undefined) throw call.fail(`keeps the size of axis ${axis}, which its input does not have`);
    return kept;
  });
  if (sizes.some((size) => typeof size === "number" && size < -1))
    throw call.fail(`cannot reshape to [${sizes.join(", ")}]`);
  const free = sizes.indexOf(-1);
  if (free !== sizes.lastIndexOf(-1)) throw call.fail("leaves more than one size open");
  if (from === null) return sizes.map((size) => (size === -1 ? UNKNOWN_DIMENSION : size));
  const rest = sizes.filter((size) => size !== -1);
  const open = quotient(from, rest);
  if (free === -1 ? mayBeSame(open ?? -1, 1) : open !== undefined) {
    return sizes.map((size) => (size === -1 ? (open ?? UNKNOWN_DIMENSION) : size));
  }
  throw call.fail(`cannot bring its elements into the shape [${sizes.join(", ")}]`);
}

/** What is left of the elements of `whole` for each element of `parts`; undefined where they do not divide. */
function quotient(whole: readonly Dimension[], parts: readonly Dimension[]): Dimension | undefined {
  const left = [...whole];
  const divisors: Dimension[] = [];
  for (const part of parts) {
    const same = typeof part === "string" && part !== UNKNOWN_DIMENSION ? left.indexOf(part) : -1;
    if (same === -1) divisors.push(part);
    else left.splice(same, 1);
  }
  const [dividend, divisor] = [multiplySizes(left), multiplySizes(divisors)];
  if (divisor === 1) return dividend;
  const numbers = (sizes: readonly Dimension[]) =>
    sizes.reduce<number>((product, size) => product * (typeof size === "number" ? size : 1), 1);
  if (typeof dividend === "number" && typeof divisor === "number") {
    if (divisor === 0) return dividend === 0 ? 0 : undefined;
    return dividend % divisor === 0 ? dividend / divisor : undefined;
  }
  const names = left.filter((size) => typeof size === "string");
  const isPlain = divisors.every((size) => typeof size === "number") && names.length === 1;
  return isPlain && numbers(left) === numbers(divisors) ? (names[0] ?? UNKNOWN_DIMENSION) : UNKNOWN_DIMENSION;
}

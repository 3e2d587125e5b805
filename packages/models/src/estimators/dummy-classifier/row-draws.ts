import type { Feature } from "@mlops/core";
import { doubles, type GraphBuilder, type Value } from "@mlops/onnx";

import type { OnnxFeature } from "../../estimator/define-estimator.ts";
import { rowsOf } from "../../estimator/rows-of.ts";

/**
 * A number in [0, 1) for each row that looks random and depends on the row's values alone, so that batches, rows one by
 * one and other runtimes draw the same. Each step is exact in double precision (integers below 2⁵³, remainders, powers of
 * two), hence equal in TypeScript and in ONNX. The generator is Park & Miller's, modulus 2³¹ − 1, fed with the values'
 * size modulo 4096 in steps of 2⁻²⁰.
 */
const MODULUS = 2_147_483_647;
const MULTIPLIER = 48_271;
const FEED = 4_099;
const SPAN = 4_096;
const STEPS = 2 ** 20;
const MISSING = 7;

export function rowDraws(features: readonly Feature[], seed: number): Float64Array {
  let state = new Float64Array(rowsOf(features)).fill(seed);
  for (const feature of features) {
    state = state.map((value, row) => (value * FEED + wordOf(feature, row)) % MODULUS);
  }
  return state.map((value) => (((((value + 1) * MULTIPLIER) % MODULUS) * MULTIPLIER) % MODULUS) / MODULUS);
}

function wordOf(feature: Feature, row: number): number {
  if (feature.kind === "categorical") return (feature.codes[row] ?? -1) + 1;
  const value = feature.values[row] ?? Number.NaN;
  return Number.isNaN(value) ? MISSING : Math.floor((Math.abs(value) % SPAN) * STEPS);
}

export function rowDrawsToOnnx(graph: GraphBuilder, inputs: readonly OnnxFeature[], seed: number): Value {
  const scalar = (value: number): Value => graph.constant("scalar", doubles([value], []));
  const remainder = (value: Value, modulus: number): Value =>
    graph.node("Mod", [value, scalar(modulus)], { attributes: { fmod: { int: 1 } } });
  const wordOf = ({ kind, value }: OnnxFeature): Value => {
    if (kind === "categorical") {
      return graph.node("Add", [graph.node("Cast", [value], { attributes: { to: { int: DOUBLE } } }), scalar(1)]);
    }
    const size = graph.node("Mul", [remainder(graph.node("Abs", [value]), SPAN), scalar(STEPS)]);
    return graph.node("Where", [graph.node("IsNaN", [value]), scalar(MISSING), graph.node("Floor", [size])]);
  };
  let state = scalar(seed);
  for (const input of inputs) {
    state = remainder(graph.node("Add", [graph.node("Mul", [state, scalar(FEED)]), wordOf(input)]), MODULUS);
  }
  state = graph.node("Add", [state, scalar(1)]);
  for (let round = 0; round < 2; round++) {
    state = remainder(graph.node("Mul", [state, scalar(MULTIPLIER)]), MODULUS);
  }
  return graph.node("Div", [state, scalar(MODULUS)]);
}

/** TensorProto.DataType of double. */
const DOUBLE = 11;

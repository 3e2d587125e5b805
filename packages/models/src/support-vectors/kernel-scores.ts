import { doubles, type GraphBuilder, graphBuilder, int64s, type Value } from "@mlops/onnx";

import type { OnnxFeature } from "../estimator/define-estimator.ts";
import { featureTable } from "../estimator/feature-table.ts";
import { type Kernel, kernelAgainst, rowOf } from "./kernel.ts";

/** Weighted sums of a kernel over rows that were kept from the training. */
export interface KernelScores {
  readonly kernel: Kernel;
  /** The kept rows, by feature. */
  readonly vectors: readonly Float64Array[];
  /** By score: one number per kept row. */
  readonly coefficients: readonly Float64Array[];
  /** One per score. */
  readonly intercepts: readonly number[];
}

/** One column per score. */
export function kernelScores(columns: readonly Float64Array[], state: KernelScores): Float64Array[] {
  const rows = columns[0]?.length ?? 0;
  const scores = state.intercepts.map((intercept) => new Float64Array(rows).fill(intercept));
  const alike = new Float64Array(state.vectors[0]?.length ?? 0);
  for (let row = 0; row < rows; row++) {
    kernelAgainst(state.vectors, rowOf(columns, row), state.kernel, alike);
    scores.forEach((score, index) => {
      const own = state.coefficients[index] ?? alike;
      let sum = score[row] ?? 0;
      for (let vector = 0; vector < alike.length; vector++) sum += (own[vector] ?? 0) * (alike[vector] ?? 0);
      score[row] = sum;
    });
  }
  return scores;
}

/** A double matrix [rows, scores]. */
export function kernelScoresToOnnx(graph: GraphBuilder, inputs: readonly OnnxFeature[], state: KernelScores): Value {
  const table = featureTable(graph, inputs);
  const intercepts = graph.constant("intercepts", doubles(state.intercepts, [1, state.intercepts.length]));
  const sums = state.kernel.kind === "rbf" ? distanceSums(graph, table, state) : productSums(graph, table, state);
  return graph.node("Add", [sums, intercepts]);
}

/** Row by row: the difference of a row to each kept one has no place to lose its digits, and memory holds one row's. */
function distanceSums(graph: GraphBuilder, table: Value, state: KernelScores): Value {
  const body = graphBuilder("kernel");
  // Names of a body must not be those of the graph around it.
  const node = (operator: string, from: readonly Value[], attributes = {}): Value =>
    body.node(operator, from, { label: `kernel/${operator}`, attributes });
  const row = body.input("kernel/row", "double", [state.vectors.length]);
  const difference = node("Sub", [body.constant("kernel/vectors", vectorTable(state)), row]);
  const axis = body.constant("kernel/columns", int64s([1]));
  const square = node("ReduceSum", [node("Mul", [difference, difference]), axis], { keepdims: { int: 0 } });
  const gamma = body.constant("kernel/gamma", doubles([-state.kernel.gamma], []));
  const alike = node("Exp", [node("Mul", [square, gamma])]);
  const sums = node("MatMul", [alike, body.constant("kernel/coefficients", coefficientTable(state))]);
  body.output("kernel/sums", sums, "double", [state.intercepts.length]);
  return graph.node("Scan", [table], {
    attributes: { body: { graph: body.finish() }, num_scan_inputs: { int: 1 } },
  });
}

/** Gamma is in the table: ONNX Runtime draws a factor beside MatMul into the product, in single precision. */
function productSums(graph: GraphBuilder, table: Value, state: KernelScores): Value {
  const { kind, coef0, degree } = state.kernel;
  const number = (value: number): Value => graph.constant("kernel", doubles([value], []));
  let alike = graph.node("MatMul", [table, graph.constant("vectors", scaledVectors(state))]);
  if (kind !== "linear") {
    alike = graph.node("Add", [alike, number(coef0)]);
    alike = kind === "poly" ? graph.node("Pow", [alike, number(degree)]) : graph.node("Tanh", [alike]);
  }
  return graph.node("MatMul", [alike, graph.constant("coefficients", coefficientTable(state))]);
}

/** [vectors, features] */
function vectorTable({ vectors }: KernelScores) {
  const [features, count] = [vectors.length, vectors[0]?.length ?? 0];
  const data = new Float64Array(features * count);
  vectors.forEach((column, feature) => column.forEach((value, row) => (data[row * features + feature] = value)));
  return doubles(data, [count, features]);
}

/** [features, vectors], times gamma where the kernel has one. */
function scaledVectors({ vectors, kernel }: KernelScores) {
  const [features, count] = [vectors.length, vectors[0]?.length ?? 0];
  const scale = kernel.kind === "linear" ? 1 : kernel.gamma;
  const data = new Float64Array(features * count);
  vectors.forEach((column, feature) =>
    data.set(
      column.map((value) => scale * value),
      feature * count,
    ),
  );
  return doubles(data, [features, count]);
}

/** [vectors, scores] */
function coefficientTable({ coefficients, vectors }: KernelScores) {
  const count = vectors[0]?.length ?? 0;
  const data = new Float64Array(count * coefficients.length);
  coefficients.forEach((own, score) => own.forEach((value, row) => (data[row * coefficients.length + score] = value)));
  return doubles(data, [count, coefficients.length]);
}

import { type Graph, graphBuilder, type GraphBuilder, type Value } from "@mlops/onnx";

import { differentiate } from "../../autodiff/differentiate.ts";
import type { Network, NetworkInputs } from "../network.ts";
import { parameterCount, sizeOf } from "../parameters.ts";
import { type DropoutSite, trainingScope, type TrainingScope } from "../scope.ts";

/** Inputs of a step that are rows of the table, by name: what of them there is depends on the network. */
export interface RowInput {
  readonly name: "numeric" | "missing" | "codes" | "classes" | "values";
  readonly type: "float" | "int32";
  /** Elements of one row; null: a vector with one element per row. */
  readonly columns: number | null;
}

export interface StepGraph {
  /** From `parameters` [n], the row inputs, `weights` [rows] and one mask per site to `loss` and `gradient` [n]. */
  readonly graph: Graph;
  /** Of one slice. */
  readonly rows: number;
  /** A step is taken in so many slices, one after the other, whose gradients are added up. */
  readonly slices: number;
  readonly count: number;
  readonly rowInputs: readonly RowInput[];
  readonly sites: readonly DropoutSite[];
}

export type LossOf = (scope: TrainingScope, inputs: NetworkInputs, rows: Readonly<Record<string, Value>>) => Value;

/** The loss of one batch and its gradient by the parameter vector. */
export function stepGraph(
  network: Network,
  target: RowInput | undefined,
  batch: { readonly rows: number; readonly slices: number },
  lossOf: LossOf,
): StepGraph {
  const { rows, slices } = batch;
  const graph = graphBuilder("step");
  const count = parameterCount(network.parameters);
  const parameters = parametersOf(graph, graph.input("parameters", "float", [count]), network);
  const rowInputs = [...featureInputs(network), ...(target ? [target] : [])];
  const values = Object.fromEntries(
    rowInputs.map(({ name, type, columns }) => [
      name,
      graph.input(name, type, columns === null ? [rows] : [rows, columns]),
    ]),
  );
  const weights = graph.input("weights", "float", [rows]);
  const scope = trainingScope(graph, parameters, rows);
  const inputs = { numeric: values["numeric"], missing: values["missing"], codes: values["codes"] };
  graph.output("loss", lossOf(scope, inputs, { ...values, weights }), "float", []);
  const differentiated = differentiate(graph.finish(), {
    loss: "loss",
    by: "parameters",
    gradient: "gradient",
    parts: scope.parts,
  });
  return { graph: differentiated, rows, slices, count, rowInputs, sites: scope.sites };
}

/** The features that a network takes, one matrix each. */
export function featureInputs({ columns }: Network): RowInput[] {
  const { numeric, hasMissing, categories } = columns;
  return [
    ...(numeric > 0 ? [{ name: "numeric", type: "float", columns: numeric } as const] : []),
    ...(numeric > 0 && hasMissing ? [{ name: "missing", type: "float", columns: numeric } as const] : []),
    ...(categories.length > 0 ? [{ name: "codes", type: "int32", columns: categories.length } as const] : []),
  ];
}

/** Every parameter as a value of its own shape, cut from the vector. */
export function parametersOf(graph: GraphBuilder, vector: Value, { parameters }: Network): ReadonlyMap<string, Value> {
  const sizes = graph.constant("sizes", integers(parameters.map(({ shape }) => sizeOf(shape))));
  const parts = graph.nodes("Split", [vector, sizes], parameters.length, {
    attributes: { axis: { int: 0 } },
  });
  return new Map(
    parameters.map(({ name, shape }, index) => {
      const part = parts[index] as Value;
      if (shape.length === 1) return [name, part];
      return [name, graph.node("Reshape", [part, graph.constant("shape", integers(shape))])];
    }),
  );
}

function integers(values: readonly number[]) {
  return {
    type: "int64",
    dimensions: [values.length],
    data: BigInt64Array.from(values, BigInt),
  } as const;
}

import type { Value } from "@mlops/onnx";

import { dropped, droppedRelu } from "../layers/dropped.ts";
import { categoryRows, categoryTable } from "../layers/category-rows.ts";
import { linear, linearParameters } from "../layers/linear.ts";
import type { Network, NetworkColumns, NetworkInputs } from "../network.ts";
import type { Parameter } from "../parameters.ts";
import type { Scope } from "../scope.ts";

export interface MlpShape {
  readonly kind: "mlp";
  /** Widths of the hidden layers. */
  readonly hidden: readonly number[];
  readonly activation: "relu" | "tanh" | "logistic" | "identity";
  readonly dropout: number;
  /** Width of a category's embedding. */
  readonly embedding: number;
  readonly outputs: number;
}

/**
 * A multi-layer perceptron over the standardised numbers, a 0 or 1 for each missing one where there were such in training,
 * and an embedding of each category (Guo & Berkhahn 2016).
 */
export function mlp(shape: MlpShape, columns: NetworkColumns): Network {
  const { hidden, embedding, outputs } = shape;
  const { numeric, hasMissing, categories } = columns;
  const inputs = numeric * (hasMissing ? 2 : 1) + categories.length * embedding;
  const widths = [inputs, ...hidden, outputs];
  const parameters: Parameter[] = [
    ...(categories.length > 0 ? [categoryTable(categories, embedding)] : []),
    ...widths.slice(1).flatMap((width, layer) => layerParameters(layer, widths[layer] ?? 0, width, shape.activation)),
  ];
  return {
    parameters,
    columns,
    forward(scope, given) {
      let x = inputsOf(scope, given, columns, embedding);
      hidden.forEach((width, layer) => {
        const scale = layer > 0 ? scope.keepScale(shape.dropout) : 1;
        const sums = linear(scope, x, `layer${layer}`, { before: scale });
        x = activated(scope, sums, width, shape);
      });
      const scale = hidden.length > 0 ? scope.keepScale(shape.dropout) : 1;
      return linear(scope, x, `layer${hidden.length}`, { before: scale });
    },
  };
}

/** Glorot & Bengio (2010), as scikit-learn's MLP begins. */
function layerParameters(layer: number, inputs: number, outputs: number, activation: string): Parameter[] {
  const factor = activation === "logistic" ? 2 : 6;
  const uniform = { kind: "uniform", bound: Math.sqrt(factor / (inputs + outputs)) } as const;
  return linearParameters(`layer${layer}`, inputs, outputs, uniform, uniform);
}

function activated(scope: Scope, x: Value, width: number, { activation, dropout }: MlpShape): Value {
  const shape = (rows: number): readonly number[] => [rows, width];
  if (activation === "relu") return droppedRelu(scope, x, shape, dropout);
  const operator = { tanh: "Tanh", logistic: "Sigmoid", identity: undefined }[activation];
  const y = operator === undefined ? x : scope.graph.node(operator, [x]);
  return dropped(scope, y, shape, dropout);
}

function inputsOf(scope: Scope, inputs: NetworkInputs, { categories }: NetworkColumns, embedding: number): Value {
  const { graph } = scope;
  const { numeric, missing, codes } = inputs;
  const parts = [
    ...(numeric ? [numeric] : []),
    ...(missing ? [missing] : []),
    ...(codes ? [embedded(scope, codes, categories, embedding)] : []),
  ];
  return parts.length === 1
    ? (parts[0] as Value)
    : graph.node("Concat", parts, { attributes: { axis: { int: 1 } }, label: "inputs" });
}

function embedded(scope: Scope, codes: Value, categories: readonly number[], embedding: number): Value {
  const { graph } = scope;
  const rows = categoryRows(scope, codes, categories);
  return graph.node("Reshape", [rows, scope.integers([-1, categories.length * embedding])]);
}

import { doubles, floats, type GraphBuilder, int64s, type Value } from "@mlops/onnx";

import type { OnnxFeature, OnnxPrediction } from "../estimator/define-estimator.ts";
import { LARGEST, networkColumns } from "./column-plan.ts";
import type { NetworkInputs } from "./network.ts";
import { networkOf } from "./network-shape.ts";
import type { NeuralState } from "./neural-state.ts";
import { parameterViews } from "./parameters.ts";
import { servingScope } from "./scope.ts";

const FLOAT = 1;
const DOUBLE = 11;
const INT32 = 6;

/** The network as it serves: float32 within, doubles outside, any number of rows. */
export function networkToOnnx(graph: GraphBuilder, inputs: readonly OnnxFeature[], state: NeuralState): OnnxPrediction {
  const network = networkOf(state.shape, networkColumns(state.columns));
  const views = parameterViews(network.parameters, state.parameters);
  const parameters = new Map(
    network.parameters.map(({ name, shape }) => [
      name,
      graph.constant(`network/${name}`, floats(views.get(name) ?? [], shape)),
    ]),
  );
  const outputs = network.forward(servingScope(graph, parameters), networkInputs(graph, inputs, state));
  const wide = cast(graph, outputs, DOUBLE);
  const { target } = state;
  if (target.kind === "values") {
    const flat = graph.node("Reshape", [wide, graph.constant("flat", int64s([-1]))]);
    const scaled = graph.node("Mul", [flat, graph.constant("scale", doubles([target.scale], []))]);
    return { kind: "values", value: graph.node("Add", [scaled, graph.constant("mean", doubles([target.mean], []))]) };
  }
  const probabilities = graph.node("Softmax", [wide], { attributes: { axis: { int: 1 } } });
  return {
    kind: "probabilities",
    probabilities: target.classes.map((_, index) =>
      graph.node("Gather", [probabilities, graph.constant("class", int64s([index], []))], {
        attributes: { axis: { int: 1 } },
      }),
    ),
  };
}

function networkInputs(
  graph: GraphBuilder,
  inputs: readonly OnnxFeature[],
  { columns: { numeric, categorical, hasMissing } }: NeuralState,
): NetworkInputs {
  const codes =
    categorical.length === 0
      ? undefined
      : graph.node("Add", [table(graph, inputs, categorical), graph.constant("missing", int64s([1], []))]);
  if (numeric.length === 0)
    return { numeric: undefined, missing: undefined, codes: codes && cast(graph, codes, INT32) };
  const raw = table(graph, inputs, numeric);
  const means = graph.constant("means", doubles(numeric.map(({ mean }) => mean)));
  const scales = graph.constant("scales", doubles(numeric.map(({ scale }) => scale)));
  const scaled = graph.node("Div", [graph.node("Sub", [raw, means]), scales]);
  const isMissing = graph.node("IsNaN", [raw]);
  const filled = graph.node("Where", [isMissing, graph.constant("mean", doubles([0], [])), scaled]);
  const [least, most] = [-LARGEST, LARGEST].map((bound) => graph.constant("bound", doubles([bound], [])));
  return {
    numeric: cast(graph, graph.node("Clip", [filled, least, most]), FLOAT),
    missing: hasMissing ? cast(graph, isMissing, FLOAT) : undefined,
    codes: codes && cast(graph, codes, INT32),
  };
}

/** Chosen inputs side by side: [rows, columns]. */
function table(
  graph: GraphBuilder,
  inputs: readonly OnnxFeature[],
  chosen: readonly { readonly feature: number }[],
): Value {
  const axis = graph.constant("axis", int64s([1]));
  const columns = chosen.map(({ feature }) => graph.node("Unsqueeze", [inputs[feature]?.value, axis]));
  return graph.node("Concat", columns, { attributes: { axis: { int: 1 } } });
}

function cast(graph: GraphBuilder, value: Value, to: number): Value {
  return graph.node("Cast", [value], { attributes: { to: { int: to } } });
}

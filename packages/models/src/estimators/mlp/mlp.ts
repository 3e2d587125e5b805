import { defineEstimator } from "../../estimator/define-estimator.ts";
import { fitNetwork } from "../../neural/fit/fit-network.ts";
import { networkToOnnx } from "../../neural/network-to-onnx.ts";
import { fitSettings } from "../../neural/neural-options.ts";
import type { NeuralState } from "../../neural/neural-state.ts";
import { predictNetwork } from "../../neural/predict-network.ts";
import { mlpOptions } from "./mlp-options.ts";

export default defineEstimator<typeof mlpOptions, NeuralState>({
  name: "mlp",
  aliases: [],
  summary: "A multi-layer perceptron for classes or values, with embeddings of categories.",
  precision: "single",
  options: mlpOptions,
  capabilities: {
    tasks: ["classification", "regression"],
    classes: "many",
    multiTarget: false,
    missingValues: true,
    categories: true,
    sampleWeights: true,
    classWeights: true,
    fineTuning: true,
  },
  fit: (training, options, context) =>
    fitNetwork(
      {
        training,
        settings: fitSettings(options),
        mostColumns: null,
        shapeFor: (outputs) => ({
          kind: "mlp",
          hidden: options.hidden_layers,
          activation: options.activation,
          dropout: options.dropout_rate,
          embedding: options.embedding,
          outputs,
        }),
      },
      context,
    ),
  predict: predictNetwork,
  toOnnx: networkToOnnx,
});

import { type FitContext, MlopsError } from "@mlops/core";

import { defineEstimator } from "../../estimator/define-estimator.ts";
import { networkColumns } from "../../neural/column-plan.ts";
import { fitNetwork } from "../../neural/fit/fit-network.ts";
import type { FitSettings } from "../../neural/fit/fit-settings.ts";
import { networkToOnnx } from "../../neural/network-to-onnx.ts";
import { fitSettings } from "../../neural/neural-options.ts";
import type { NeuralState } from "../../neural/neural-state.ts";
import { transformerRows } from "../../neural/networks/tab-transformer.ts";
import { predictNetwork } from "../../neural/predict-network.ts";
import { type TabTransformerOptions, tabTransformerOptions } from "./tab-transformer-options.ts";

export default defineEstimator<typeof tabTransformerOptions, NeuralState>({
  name: "tab-transformer",
  aliases: [],
  summary: "A transformer over one token per column, with contrastive pre-training and fine-tuning.",
  precision: "single",
  options: tabTransformerOptions,
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
  fit(training, options, context) {
    const { d_model: width, nhead: heads } = options;
    if (width % heads !== 0) {
      throw new MlopsError("MODEL_FIT_INVALID", `nhead ${heads} does not divide d_model ${width}.`);
    }
    return fitNetwork(
      {
        training,
        settings: settingsOf(options, context, training.target.kind === "classes"),
        mostColumns: options.max_tokens,
        shapeFor: (outputs) => ({
          kind: "tab-transformer",
          width,
          heads,
          layers: options.num_layers,
          feedForward: options.dim_feedforward,
          dropout: options.dropout_rate,
          head: options.head_dim,
          projection: options.projection_dim,
          outputs,
        }),
      },
      context,
    );
  },
  rowsPerRun: ({ shape, columns }) => transformerRows(shape, networkColumns(columns)),
  predict: predictNetwork,
  toOnnx: networkToOnnx,
});

/** Going on from a trained model is fine-tuning, with settings of its own and without pre-training. */
function settingsOf(options: TabTransformerOptions, { initialState }: FitContext, classifies: boolean): FitSettings {
  const settings = fitSettings(classifies ? options : { ...options, class_weight: null });
  if (initialState) {
    const { finetune_epochs: epochs, finetune_learning_rate: rate, finetune_batch_size: batchSize } = options;
    return { ...settings, epochs, batchSize, schedule: { ...settings.schedule, rate } };
  }
  if (options.pretrain_epochs === 0) return settings;
  return {
    ...settings,
    pretraining: {
      epochs: options.pretrain_epochs,
      rate: options.pretrain_learning_rate,
      temperature: options.temperature,
      maskRate: options.mask_rate,
    },
  };
}

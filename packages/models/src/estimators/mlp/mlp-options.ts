import { z } from "zod";

import { classWeights, trainingOptions } from "../../neural/neural-options.ts";

export const mlpOptions = z.strictObject({
  hidden_layers: z
    .array(z.int().min(1).max(65_536))
    .default([128, 64])
    .describe("Widths of the hidden layers; none is a linear model."),
  activation: z
    .enum(["relu", "tanh", "logistic", "identity"])
    .default("relu")
    .describe("What each hidden layer applies to its sums."),
  dropout_rate: z.number().min(0).lt(1).default(0).describe("Share of the hidden activations dropped in training."),
  embedding: z.int().min(1).max(4096).default(8).describe("Width of the vector that stands for a category."),
  ...trainingOptions,
  ...classWeights,
  epochs: trainingOptions.epochs.default(30).describe("Passes over the training rows."),
  learning_rate: trainingOptions.learning_rate.default(1e-3).describe("Learning rate, after warm-up."),
});

import type { JsonObject, JsonValue } from "@mlops/core";
import { z } from "zod";

import { type ClassTable, combined, defineDialect, noEffect, option, seed } from "../define-dialect.ts";
import { verbose, warmStart } from "../usual-parameters.ts";

/** What scikit-learn's `batch_size: auto` is at most. */
const AUTO_BATCH = 200;

const layers = z.union([z.int().min(1), z.array(z.int().min(1))]);

const perceptron: Omit<ClassTable, "classPath"> = {
  estimator: "mlp",
  parameters: {
    hidden_layer_sizes: option(layers.default([100]).describe("Widths of the hidden layers."), {
      name: "hidden_layers",
      convert: (value: JsonValue) => (Array.isArray(value) ? value : [value]),
    }),
    activation: option(
      z.enum(["identity", "logistic", "tanh", "relu"]).default("relu").describe("What hidden layers apply."),
    ),
    solver: noEffect(z.literal("adam").default("adam").describe("Only adam."), "training is by Adam"),
    alpha: combined(z.number().min(0).default(1e-4).describe("Strength of the penalty on squared parameters.")),
    batch_size: combined(
      z
        .union([z.literal("auto"), z.int().min(1)])
        .default("auto")
        .describe("Rows of one step; `auto` is 200, or all rows where there are fewer."),
    ),
    learning_rate: noEffect(
      z.literal("constant").default("constant").describe("Only constant, as Adam has it there."),
      "Adam's rate is constant",
    ),
    learning_rate_init: option(z.number().positive().default(1e-3).describe("Learning rate."), {
      name: "learning_rate",
    }),
    max_iter: option(z.int().min(1).default(200).describe("Passes over the rows."), { name: "epochs" }),
    shuffle: noEffect(z.literal(true).default(true).describe("Only true."), "rows are shuffled in every pass"),
    random_state: seed(z.int().nullable().default(null).describe("Seeds the fit; null is the run's seed.")),
    tol: option(z.number().min(0).default(1e-4).describe("By how much the loss has to fall to count as better.")),
    verbose,
    warm_start: warmStart,
    early_stopping: option(z.boolean().default(false).describe("Whether a validation part stops the fit.")),
    validation_fraction: option(z.number().gt(0).lt(1).default(0.1).describe("Share of the rows to stop by.")),
    n_iter_no_change: option(z.int().min(1).default(10).describe("Passes without a better loss before stopping."), {
      name: "patience",
    }),
    beta_1: option(z.number().min(0).lt(1).default(0.9).describe("Decay of Adam's mean of gradients.")),
    beta_2: option(z.number().min(0).lt(1).default(0.999).describe("Decay of Adam's mean of squares.")),
    epsilon: option(z.number().positive().default(1e-8).describe("Added to the root of Adam's mean of squares.")),
  },
  fixed: { dropout_rate: 0 },
  combine: batchAndDecay,
  differences: [
    "Numbers are standardised, and categories and missing values are taken.",
    "Without early_stopping all passes are made: scikit-learn stops where the training loss no longer falls.",
    "Early stopping goes by the validation loss, scikit-learn's by accuracy or R².",
    "The penalty is on biases too.",
  ],
};

/** The penalty there is on the sum over a batch, here on the mean. */
function batchAndDecay({ alpha, batch_size: given }: JsonObject): JsonObject {
  const batch = typeof given === "number" ? given : AUTO_BATCH;
  return { batch_size: batch, weight_decay: Number(alpha) / batch };
}

export default defineDialect({
  library: "scikit-learn",
  classes: [
    { classPath: "sklearn.neural_network.MLPClassifier", task: "classification", ...perceptron },
    { classPath: "sklearn.neural_network.MLPRegressor", task: "regression", ...perceptron },
  ],
});

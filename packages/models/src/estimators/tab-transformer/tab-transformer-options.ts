import { z } from "zod";

import { classWeightOption } from "../../estimator/class-weight-option.ts";
import { trainingOptions } from "../../neural/neural-options.ts";

export const tabTransformerOptions = z.strictObject({
  d_model: z.int().min(1).max(4096).default(32).describe("Width of a token."),
  nhead: z.int().min(1).max(256).default(4).describe("Attention heads; a divisor of d_model."),
  num_layers: z.int().min(1).max(64).default(6).describe("Encoder layers."),
  dim_feedforward: z.int().min(1).max(65_536).default(64).describe("Width of the feed-forward part."),
  dropout_rate: z.number().min(0).lt(1).default(0.3).describe("Share of the activations dropped in training."),
  head_dim: z.int().min(1).max(65_536).default(128).describe("Width of the head's hidden layer."),
  max_tokens: z.int().min(1).max(4096).default(512).describe("Most columns, each of which is a token."),
  ...trainingOptions,
  class_weight: classWeightOption.default("balanced"),
  pretrain_epochs: z.int().min(0).default(0).describe("Passes of contrastive pre-training before; 0: none."),
  pretrain_learning_rate: z.number().positive().default(3e-4).describe("Learning rate of pre-training."),
  temperature: z.number().positive().default(0.5).describe("Temperature of the contrastive loss."),
  mask_rate: z.number().gt(0).lt(1).default(0.15).describe("Share of the cells masked in each view."),
  projection_dim: z.int().min(1).max(65_536).default(128).describe("Width of the contrastive projection."),
  finetune_epochs: z.int().min(1).default(3).describe("Passes where a trained model is gone on from."),
  finetune_learning_rate: z.number().positive().default(1e-4).describe("Learning rate of the same."),
  finetune_batch_size: z.int().min(1).max(65_536).default(16).describe("Rows of one step of the same."),
});

export type TabTransformerOptions = z.output<typeof tabTransformerOptions>;

import { type ClassLabel, type FitContext, MlopsError, type RandomKey, splitKey, type TrainingData } from "@mlops/core";

import type { ClassWeights } from "../../estimator/class-weights.ts";
import { classesOf, valuesOf } from "../../estimator/target-of.ts";
import { holdOut } from "../data/hold-out.ts";
import { weightedRows, type WeightedRows } from "../data/weighted-rows.ts";
import { boost, type Boosted, type LossTools } from "./boost.ts";
import type { BoostingOptions } from "./boosting-options.ts";
import type { BoostingLink, BoostingState } from "./boosting-state.ts";
import { logisticLoss, softmaxLoss } from "./classification-losses.ts";
import type { Loss } from "./loss.ts";
import { regressionLoss, type RegressionLossSettings } from "./regression-losses.ts";
import { settingsOf } from "./settings-of.ts";
import { targetUnit } from "./target-unit.ts";

/** From so many rows on, `early_stopping: auto` stops early. */
const MANY_ROWS = 10_000;

/** @throws MlopsError MODEL_FIT_INVALID for a single class */
export async function fitBoostingClassifier(
  training: TrainingData,
  options: BoostingOptions & { readonly class_weight: ClassWeights; readonly scale_pos_weight: number },
  context: FitContext,
): Promise<BoostingState> {
  const target = classesOf(training.target);
  const { classes } = target;
  if (classes.length < 2) {
    throw new MlopsError(
      "MODEL_FIT_INVALID",
      `The target has one class only, ${JSON.stringify(classes[0])}; a classifier needs two.`,
    );
  }
  const binary = classes.length === 2;
  if (!binary && options.scale_pos_weight !== 1) {
    throw new MlopsError(
      "MODEL_FIT_INVALID",
      `scale_pos_weight is for two classes; the target has ${classes.length}. Use class_weight.`,
    );
  }
  const makeLoss = (tools: LossTools): Loss =>
    binary ? logisticLoss(tools.writeLogisticPairs) : softmaxLoss(classes.length);
  const parts = partsOf(training, options.class_weight, classes.length, options, context);
  assertEachClass(parts.training, classes);
  const favoured = favourSecond(parts.training, options.scale_pos_weight);
  const held = parts.validation && favourSecond(parts.validation, options.scale_pos_weight);
  const outputs = binary ? 1 : classes.length;
  const settings = settingsOf(options, training.features, 1, 1);
  const { patience } = parts;
  const boosted = await boost(favoured, held, makeLoss, outputs, { ...settings, patience }, context, parts.key);
  return stateOf(boosted, { kind: binary ? "logistic" : "softmax", classes }, options, context, 1);
}

/** @throws MlopsError MODEL_FIT_INVALID for negative values under Poisson loss, or values too far apart */
export async function fitBoostingRegressor(
  training: TrainingData,
  options: BoostingOptions & {
    readonly loss: RegressionLossSettings["name"];
    readonly quantile: number;
    readonly huber_delta: number | null;
    readonly huber_quantile: number;
  },
  context: FitContext,
): Promise<BoostingState> {
  const logarithmic = options.loss === "poisson";
  if (logarithmic) assertCounts(valuesOf(training.target));
  const whole = weightedRows(training, null);
  const { shift, scale } = logarithmic ? { shift: 0, scale: 1 } : targetUnit(whole, options.loss === "squared_error");
  const lossScale = options.loss === "squared_error" || options.loss === "huber" ? scale ** 2 : scale;
  const parts = partsOf(training, null, null, options, context);
  const inUnits = (rows: WeightedRows): WeightedRows => ({
    ...rows,
    target: rows.target.map((value) => (value - shift) / scale),
  });
  const makeLoss = (): Loss =>
    regressionLoss({
      name: options.loss,
      quantile: options.quantile,
      delta: options.huber_delta === null ? null : options.huber_delta / scale,
      deltaQuantile: options.huber_quantile,
    });
  const settings = { ...settingsOf(options, training.features, scale, lossScale), patience: parts.patience };
  const validation = parts.validation && inUnits(parts.validation);
  const boosted = await boost(inUnits(parts.training), validation, makeLoss, 1, settings, context, parts.key);
  const link: BoostingLink = logarithmic ? { kind: "exponential" } : { kind: "linear", shift, scale };
  return stateOf(boosted, link, options, context, lossScale);
}

interface Parts {
  readonly training: WeightedRows;
  readonly validation: WeightedRows | null;
  readonly patience: number | null;
  readonly key: RandomKey;
}

/** What is learnt from and what is held against it: the given validation part, or rows held out where stopping early asks for them. */
function partsOf(
  training: TrainingData,
  weights: ClassWeights,
  classes: number | null,
  options: BoostingOptions,
  context: FitContext,
): Parts {
  const key = context.randomKey;
  const rows = weightedRows(training, weights);
  const early = options.early_stopping === "auto" ? rows.target.length > MANY_ROWS : options.early_stopping;
  const patience = early ? options.n_iter_no_change : null;
  if (training.validation)
    return { training: rows, validation: weightedRows(training.validation, weights), patience, key };
  if (!early) return { training: rows, validation: null, patience: null, key };
  const parts = holdOut(rows, options.validation_fraction, classes, splitKey(key, "held out"));
  if (parts) return { ...parts, patience, key };
  context.log("warn", `No early stopping: ${rows.target.length} rows are too few to hold some out.`);
  return { training: rows, validation: null, patience: null, key };
}

function stateOf(
  boosted: Boosted,
  link: BoostingLink,
  options: BoostingOptions,
  context: FitContext,
  lossScale: number,
): BoostingState {
  const { start, trees, importances, rounds, trainingLoss, validationLoss } = boosted;
  const stoppedEarly = trainingLoss.length - 1 < options.max_iter && validationLoss.length > 0;
  if (rounds === 0) context.log("warn", "No tree lowers the loss: the prediction is the same for every row.");
  return {
    trees,
    start,
    link,
    importances: {
      gain: [...importances.gain],
      split: [...importances.split],
    },
    course: {
      trainingLoss: trainingLoss.map((loss) => loss * lossScale),
      validationLoss: validationLoss.map((loss) => loss * lossScale),
      rounds,
      stoppedEarly,
    },
  };
}

function favourSecond(rows: WeightedRows, factor: number): WeightedRows {
  if (factor === 1) return rows;
  const weights = rows.target.map((code, row) => (rows.weights?.[row] ?? 1) * (code === 1 ? factor : 1));
  return { ...rows, weights };
}

/** Class weights of 0 may leave none of a class. */
function assertEachClass({ target }: WeightedRows, classes: readonly ClassLabel[]): void {
  const present = new Set(target);
  const absent = classes.findIndex((_, code) => !present.has(code));
  if (absent < 0) return;
  throw new MlopsError(
    "MODEL_FIT_INVALID",
    `The class ${JSON.stringify(classes[absent])} has no row with a weight to learn from.`,
  );
}

function assertCounts(values: Float64Array): void {
  const row = values.findIndex((value) => value < 0);
  if (row >= 0) {
    throw new MlopsError(
      "MODEL_FIT_INVALID",
      `The target is ${values[row]} in row ${row}; Poisson loss takes no values below 0.`,
    );
  }
  if (values.every((value) => value === 0)) {
    throw new MlopsError("MODEL_FIT_INVALID", "The target is 0 in every row, which Poisson loss cannot learn from.");
  }
}

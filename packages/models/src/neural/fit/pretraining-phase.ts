import type { RandomKey } from "@mlops/core";
import type { Value } from "@mlops/onnx";

import type { ColumnMatrices } from "../column-plan.ts";
import { ntXent } from "../losses/nt-xent.ts";
import type { NetworkColumns, NetworkInputs } from "../network.ts";
import { tabTransformer, type TabTransformerShape } from "../networks/tab-transformer.ts";
import type { TrainingScope } from "../scope.ts";
import { type StepGraph, stepGraph } from "../training/step-graph.ts";
import type { TrainingPhase } from "../training/train-phase.ts";
import type { FitSettings } from "./fit-settings.ts";

interface Pretraining {
  readonly shape: TabTransformerShape;
  readonly columns: NetworkColumns;
  readonly settings: NonNullable<FitSettings["pretraining"]>;
  readonly matrices: ColumnMatrices;
  readonly rows: number;
}

/** Contrastive pre-training: two views of each row, in each of which cells are masked, are to be told from other rows'. */
export function pretrainingPhase(
  { shape, columns, settings, matrices, rows }: Pretraining,
  { batchSize, schedule }: FitSettings,
  key: RandomKey,
): Omit<TrainingPhase, "optimiser" | "threads" | "masks"> {
  return {
    name: "pre-training",
    step: contrastiveStep(shape, columns, settings, Math.min(batchSize, rows)),
    data: { ...matrices },
    weights: new Float64Array(rows).fill(1),
    epochs: settings.epochs,
    schedule: { ...schedule, kind: "constant", rate: settings.rate, warmupSteps: 0 },
    key,
  };
}

/** A step over `rows` rows, each of them twice. */
export function contrastiveStep(
  shape: TabTransformerShape,
  columns: NetworkColumns,
  { maskRate, temperature }: Pretraining["settings"],
  rows: number,
): StepGraph {
  const network = tabTransformer(shape, columns);
  return stepGraph(network, undefined, { rows, slices: 1 }, (scope, inputs, { weights }) => {
    if (!weights) throw new TypeError("a step has weights");
    const projections = network.project(twice(scope), masked(scope, inputs, columns, maskRate));
    return ntXent(scope, projections, weights, rows, temperature);
  });
}

/** Layers see two views of each row. */
function twice(scope: TrainingScope): TrainingScope {
  return { ...scope, keepMask: (shape, rate) => scope.keepMask((rows) => shape(2 * rows), rate) };
}

/** Masked categories are the token of missing ones (0), masked numbers 0, that is the mean. */
function masked(scope: TrainingScope, inputs: NetworkInputs, columns: NetworkColumns, rate: number): NetworkInputs {
  const { graph } = scope;
  const views = (value: Value): Value =>
    graph.node("Concat", [value, value], { attributes: { axis: { int: 0 } }, label: "views" });
  const keep = (width: number) => scope.keepMask((rows) => [2 * rows, width], rate);
  const { numeric, missing, codes } = inputs;
  const numericMask = numeric && keep(columns.numeric);
  const codeMask = codes && keep(columns.categories.length);
  const hidden = (value: Value | undefined, mask: Value | undefined): Value | undefined => {
    if (value === undefined) return undefined;
    return mask === undefined ? views(value) : graph.node("Mul", [views(value), mask]);
  };
  const whole = codeMask && graph.node("Cast", [codeMask], { attributes: { to: { int: 6 } } });
  return {
    numeric: hidden(numeric, numericMask),
    missing: hidden(missing, numericMask),
    codes: hidden(codes, whole),
  };
}

import {
  type ElementType,
  type Graph,
  graphBuilder,
  inlineGraph,
  onnxModel,
  type Value,
  writeModel,
} from "@mlops/onnx";

import { adamStep, type OptimiserSettings } from "./adam.ts";
import type { StepGraph } from "./step-graph.ts";

/** The state that goes from step to step: parameters and Adam's moments, vectors of equal length. */
export const stateNames = ["parameters", "first", "second"] as const;

/**
 * A model that makes any number of training steps a call: a Scan over the steps whose body is the differentiated step and
 * Adam. Inputs: the state; the whole table's rows, from which each step gathers its own; per step `order` [steps, rows],
 * `weights` [steps, rows], `step_size`, `epsilon`, `rate` [steps] and the masks [steps, …], which Scan hands on without a
 * copy. Outputs: the state (`…_out`) and `losses` [steps].
 */
export function trainingModel(step: StepGraph, optimiser: OptimiserSettings): Uint8Array<ArrayBuffer> {
  const outer = graphBuilder("training");
  const state = stateNames.map((name) => outer.input(name, "float", [step.count]));
  for (const { name, type, columns } of step.rowInputs) {
    outer.input(`${name}_rows`, type, columns === null ? ["rows"] : ["rows", columns]);
  }
  const perStep = scanInputs(step);
  const scanned = perStep.map(({ name, type, shape }) => outer.input(name, type, ["steps", ...shape]));
  const results = outer.nodes("Scan", [...state, ...scanned], stateNames.length + 1, {
    attributes: { body: { graph: stepBody(step, optimiser) }, num_scan_inputs: { int: scanned.length } },
  });
  stateNames.forEach((name, index) => outer.output(`${name}_out`, results[index] as Value, "float", [step.count]));
  outer.output("losses", results[stateNames.length] as Value, "float", ["steps"]);
  return writeModel(onnxModel(outer.finish()));
}

interface ScanInput {
  readonly name: string;
  readonly type: ElementType;
  /** Of one step. */
  readonly shape: readonly number[];
}

function scanInputs({ rows, graph }: StepGraph): ScanInput[] {
  const masks = graph.inputs.filter(({ type }) => type === "bool");
  return [
    { name: "order", type: "int64", shape: [rows] },
    { name: "weights", type: "float", shape: [rows] },
    { name: "step_size", type: "float", shape: [] },
    { name: "epsilon", type: "float", shape: [] },
    { name: "rate", type: "float", shape: [] },
    ...masks.map(({ name, shape }) => ({ name, type: "bool" as const, shape: (shape ?? []).map(Number) })),
  ];
}

function stepBody(step: StepGraph, optimiser: OptimiserSettings): Graph {
  const body = graphBuilder("body");
  const [parameters, first, second] = stateNames.map((name) => body.input(`${name}_in`, "float", [step.count]));
  if (!parameters || !first || !second) throw new TypeError("the state has three vectors");
  const given = Object.fromEntries(
    scanInputs(step).map(({ name, type, shape }) => [name, body.input(`${name}_now`, type, shape)]),
  );
  const outside = new Set(step.rowInputs.map(({ name }) => `${name}_rows`));
  const gathered = step.rowInputs.map(({ name, type, columns }) => {
    const table = body.input(`${name}_rows`, type, columns === null ? ["rows"] : ["rows", columns]);
    return [name, body.node("Gather", [table, given["order"]])] as const;
  });
  const masks = step.graph.inputs.filter(({ type }) => type === "bool").map(({ name }) => [name, given[name]] as const);
  const inputs = Object.fromEntries([
    ["parameters", parameters],
    ...gathered,
    ["weights", given["weights"]],
    ...masks,
  ]) as Record<string, Value>;
  const { loss, gradient } = inlineGraph(body, step.graph, { prefix: "step", inputs });
  const { step_size: stepSize, epsilon, rate } = given;
  if (!loss || !gradient || !stepSize || !epsilon || !rate) throw new TypeError("the step has a loss and a gradient");
  const next = adamStep(body, { parameters, first, second }, gradient, { stepSize, epsilon, rate }, optimiser);
  stateNames.forEach((name) => body.output(`${name}_next`, next[name], "float", [step.count]));
  body.output("loss_now", loss, "float", []);
  const finished = body.finish();
  // The table's rows are the outer graph's: a body sees them without being given them.
  return { ...finished, inputs: finished.inputs.filter(({ name }) => !outside.has(name)) };
}

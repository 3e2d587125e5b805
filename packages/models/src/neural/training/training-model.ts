import {
  type ElementType,
  type Graph,
  graphBuilder,
  type GraphBuilder,
  inlineGraph,
  int64s,
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
    attributes: {
      body: { graph: stepBody(step, optimiser) },
      num_scan_inputs: { int: scanned.length },
    },
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

/** Of one step: where it is taken in slices, with their number in front. */
function scanInputs({ rows, slices, graph }: StepGraph): ScanInput[] {
  const lead = slices === 1 ? [] : [slices];
  const masks = graph.inputs.filter(({ type }) => type === "bool");
  return [
    { name: "order", type: "int64", shape: [...lead, rows] },
    { name: "weights", type: "float", shape: [...lead, rows] },
    ...masks.map(({ name, shape }) => ({
      name,
      type: "bool" as const,
      shape: [...lead, ...(shape ?? []).map(Number)],
    })),
    { name: "step_size", type: "float", shape: [] },
    { name: "epsilon", type: "float", shape: [] },
    { name: "rate", type: "float", shape: [] },
  ];
}

const scalars: ReadonlySet<string> = new Set(["step_size", "epsilon", "rate"]);

function stepBody(step: StepGraph, optimiser: OptimiserSettings): Graph {
  const body = graphBuilder("body");
  const [parameters, first, second] = stateNames.map((name) => body.input(`${name}_in`, "float", [step.count]));
  if (!parameters || !first || !second) throw new TypeError("the state has three vectors");
  const given = new Map(
    scanInputs(step).map(({ name, type, shape }) => [name, body.input(`${name}_now`, type, shape)] as const),
  );
  const outside = tableNames(step);
  const { loss, gradient } =
    step.slices === 1 ? lossAndGradient(body, step, parameters, given) : overSlices(body, step, parameters, given);
  const [stepSize, epsilon, rate] = ["step_size", "epsilon", "rate"].map((name) => given.get(name));
  if (!stepSize || !epsilon || !rate) throw new TypeError("a step has its scalars");
  const next = adamStep(body, { parameters, first, second }, gradient, { stepSize, epsilon, rate }, optimiser);
  stateNames.forEach((name) => body.output(`${name}_next`, next[name], "float", [step.count]));
  body.output("loss_now", loss, "float", []);
  return without(body.finish(), outside);
}

interface LossAndGradient {
  readonly loss: Value;
  readonly gradient: Value;
}

/** Gathers the step's rows and computes. */
function lossAndGradient(
  graph: GraphBuilder,
  step: StepGraph,
  parameters: Value,
  given: ReadonlyMap<string, Value>,
): LossAndGradient {
  const gathered = step.rowInputs.map(({ name, type, columns }) => {
    const table = graph.input(`${name}_rows`, type, columns === null ? ["rows"] : ["rows", columns]);
    return [name, graph.node("Gather", [table, given.get("order")])] as const;
  });
  const others = [...given].filter(([name]) => name !== "order" && !scalars.has(name));
  const inputs = Object.fromEntries([["parameters", parameters] as const, ...gathered, ...others]);
  const { loss, gradient } = inlineGraph(graph, step.graph, { prefix: "step", inputs });
  if (!loss || !gradient) throw new TypeError("a step has a loss and a gradient");
  return { loss, gradient };
}

/** The sums over the slices of a step: exact, since the weights of all its rows sum to 1. */
function overSlices(
  body: GraphBuilder,
  step: StepGraph,
  parameters: Value,
  given: ReadonlyMap<string, Value>,
): LossAndGradient {
  const slice = graphBuilder("slice");
  const sum = slice.input("gradient_in", "float", [step.count]);
  const sliced = scanInputs(step).filter(({ name }) => !scalars.has(name));
  const ofSlice = new Map(
    sliced.map(({ name, type, shape }) => [name, slice.input(`${name}_slice`, type, shape.slice(1))] as const),
  );
  const seen = slice.input(parameters.name, "float", [step.count]);
  const { loss, gradient } = lossAndGradient(slice, step, seen, ofSlice);
  slice.output("gradient_next", slice.node("Add", [sum, gradient]), "float", [step.count]);
  slice.output("loss_slice", loss, "float", []);
  const graph = without(slice.finish(), new Set([...tableNames(step), parameters.name]));
  const zero = body.node("ConstantOfShape", [body.constant("count", int64s([step.count]))]);
  const [total, losses] = body.nodes("Scan", [zero, ...sliced.map(({ name }) => given.get(name))], 2, {
    attributes: { body: { graph }, num_scan_inputs: { int: sliced.length } },
  });
  if (!total || !losses) throw new TypeError("a scan has two results");
  return {
    loss: body.node("ReduceSum", [losses], { attributes: { keepdims: { int: 0 } } }),
    gradient: total,
  };
}

function tableNames({ rowInputs }: StepGraph): ReadonlySet<string> {
  return new Set(rowInputs.map(({ name }) => `${name}_rows`));
}

/** A body sees the values of the graphs around it without being given them. */
function without(graph: Graph, outside: ReadonlySet<string>): Graph {
  return { ...graph, inputs: graph.inputs.filter(({ name }) => !outside.has(name)) };
}

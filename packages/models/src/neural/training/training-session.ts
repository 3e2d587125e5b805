import { MlopsError } from "@mlops/core";
import type { InferenceSession, Tensor, TensorConstructor } from "onnxruntime-node";

import { loadOnnxRuntime, sessionOptions } from "../../runtime/onnx-runtime.ts";
import type { OptimiserSettings } from "./adam.ts";
import type { RowInput, StepGraph } from "./step-graph.ts";
import { stateNames, trainingModel } from "./training-model.ts";

/** Parameters and Adam's moments. */
export interface VectorState {
  readonly parameters: Float32Array;
  readonly first: Float32Array;
  readonly second: Float32Array;
}

/** Rows of the whole table by input name, row-major. */
export type RowData = Readonly<Partial<Record<RowInput["name"], Float32Array | Int32Array>>>;

/** What some steps in a row need, besides the table. */
export interface StepChunk {
  readonly steps: number;
  /** [steps · rows]: positions in the table. */
  readonly order: BigInt64Array;
  /** [steps · rows]; 0 pads. */
  readonly weights: Float32Array;
  readonly stepSizes: Float32Array;
  readonly epsilons: Float32Array;
  readonly rates: Float32Array;
  /** Per site, [steps · size]. */
  readonly masks: readonly Uint8Array[];
}

export interface TrainingSession extends AsyncDisposable {
  run(state: VectorState, chunk: StepChunk): Promise<{ readonly state: VectorState; readonly losses: Float32Array }>;
}

/** A session of ONNX Runtime that trains; its calls block the thread, so it belongs into a process of its own. */
export async function openTrainingSession(
  step: StepGraph,
  optimiser: OptimiserSettings,
  data: RowData,
  threads: number,
): Promise<TrainingSession> {
  const { InferenceSession: sessions, Tensor: TensorOf } = await loadOnnxRuntime();
  const session = await sessions.create(trainingModel(step, optimiser), sessionOptions(threads));
  const rows = Object.fromEntries(
    step.rowInputs.map((input) => [`${input.name}_rows`, tableOf(TensorOf, input, data)]),
  );
  return {
    async run(state, chunk) {
      const results = await session.run({ ...rows, ...feedsOf(TensorOf, step, state, chunk) });
      const vector = (name: string): Float32Array => results[name]?.data as Float32Array;
      const [parameters, first, second] = stateNames.map((name) => vector(`${name}_out`));
      if (!parameters || !first || !second)
        throw new MlopsError("MODEL_RUN_FAILED", "The training step gave no state.");
      return { state: { parameters, first, second }, losses: vector("losses") };
    },
    [Symbol.asyncDispose]: () => session.release(),
  };
}

function tableOf(TensorOf: TensorConstructor, { name, columns }: RowInput, data: RowData): Tensor {
  const values = data[name];
  if (values === undefined) throw new TypeError(`the training has no rows of "${name}"`);
  const shape = columns === null ? [values.length] : [values.length / columns, columns];
  return values instanceof Int32Array ? new TensorOf("int32", values, shape) : new TensorOf("float32", values, shape);
}

function feedsOf(
  TensorOf: TensorConstructor,
  { rows, slices, sites, graph }: StepGraph,
  state: VectorState,
  chunk: StepChunk,
): InferenceSession.FeedsType {
  const lead = slices === 1 ? [chunk.steps] : [chunk.steps, slices];
  const vector = (values: Float32Array): Tensor => new TensorOf("float32", values, [values.length]);
  const masks = sites.map(({ input }, index) => {
    const shape = graph.inputs.find(({ name }) => name === input)?.shape ?? [];
    return [input, new TensorOf("bool", chunk.masks[index] ?? new Uint8Array(), [...lead, ...shape.map(Number)])];
  });
  return {
    ...Object.fromEntries(stateNames.map((name) => [name, vector(state[name])])),
    order: new TensorOf("int64", chunk.order, [...lead, rows]),
    weights: new TensorOf("float32", chunk.weights, [...lead, rows]),
    step_size: vector(chunk.stepSizes),
    epsilon: vector(chunk.epsilons),
    rate: vector(chunk.rates),
    ...Object.fromEntries(masks),
  };
}

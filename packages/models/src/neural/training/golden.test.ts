import { readFileSync } from "node:fs";

import {
  doubles,
  type ElementType,
  floats,
  graphBuilder,
  interpret,
  onnxModel,
  type Tensor,
  writeModel,
} from "@mlops/onnx";
import { describe, expect, it } from "vitest";

import { loadOnnxRuntime, sessionOptions } from "../../runtime/onnx-runtime.ts";
import { contrastiveStep } from "../fit/pretraining-phase.ts";
import { crossEntropy } from "../losses/cross-entropy.ts";
import { squaredError } from "../losses/squared-error.ts";
import type { NetworkColumns } from "../network.ts";
import { mlp } from "../networks/mlp.ts";
import { tabTransformer, type TabTransformerShape } from "../networks/tab-transformer.ts";
import { adamStep, stepSizes } from "./adam.ts";
import { type StepGraph, stepGraph } from "./step-graph.ts";

interface Step {
  readonly rate: number;
  readonly parameters: readonly number[];
  readonly codes: readonly number[];
  readonly numeric: readonly number[];
  readonly missing: readonly number[];
  readonly classes: readonly number[];
  readonly values: readonly number[];
  readonly weights: readonly number[];
  readonly masks: readonly (readonly number[])[];
  readonly loss: number;
  readonly gradient: readonly number[];
}

interface OptimiserTrace {
  readonly kind: "Adam" | "AdamW";
  readonly decay: number;
  readonly clip: number | null;
  readonly rates: readonly number[];
  readonly start: readonly number[];
  readonly gradients: readonly (readonly number[])[];
  readonly trace: readonly (readonly number[])[];
}

interface Golden {
  readonly shape: Omit<TabTransformerShape, "kind" | "dropout">;
  readonly columns: NetworkColumns;
  readonly rows: number;
  readonly supervised: readonly Step[];
  readonly contrastive: Step & { readonly temperature: number };
  readonly perceptron: Step;
  readonly optimisers: readonly OptimiserTrace[];
}

const golden = JSON.parse(
  readFileSync(new URL("../../../../../fixtures/golden/models/neural.json", import.meta.url), "utf8"),
) as Golden;
const { columns, rows } = golden;

const supervised = golden.supervised.map((given) => ({
  what: given.rate === 0 ? "TabTransformer without dropout" : "TabTransformer with given masks",
  given,
  step: classifierStep(given.rate),
}));

const cases = [
  ...supervised,
  { what: "NT-Xent with given masks", given: golden.contrastive, step: contrastive() },
  { what: "multi-layer perceptron", given: golden.perceptron, step: perceptron() },
];

function transformer(dropout: number): TabTransformerShape {
  return { kind: "tab-transformer", ...golden.shape, dropout };
}

function classifierStep(dropout: number): StepGraph {
  const shape = transformer(dropout);
  const network = tabTransformer(shape, columns);
  const target = { name: "classes", type: "int32", columns: null } as const;
  return stepGraph(network, target, { rows, slices: 1 }, (scope, inputs, { classes, weights }) => {
    if (!classes || !weights) throw new TypeError("a classification has classes");
    return crossEntropy(scope, network.forward(scope, inputs), classes, weights, shape.outputs);
  });
}

function contrastive(): StepGraph {
  const { rate, temperature } = golden.contrastive;
  return contrastiveStep(transformer(rate), columns, { epochs: 1, rate: 1, temperature, maskRate: rate }, rows);
}

function perceptron(): StepGraph {
  const shape = {
    kind: "mlp",
    hidden: [6],
    activation: "tanh",
    dropout: 0,
    embedding: 1,
    outputs: 1,
  } as const;
  const network = mlp(shape, { numeric: 8, hasMissing: false, categories: [] });
  const target = { name: "values", type: "float", columns: null } as const;
  return stepGraph(network, target, { rows, slices: 1 }, (scope, inputs, { values, weights }) => {
    if (!values || !weights) throw new TypeError("a regression has values");
    return squaredError(scope, network.forward(scope, inputs), values, weights);
  });
}

/** In the order of the masks, of which those of the cells come first. */
function feedsOf({ graph, sites }: StepGraph, given: Step): Record<string, Tensor> {
  const masks = new Map(sites.map(({ input }, index) => [input, given.masks[index] ?? []]));
  const { rate: _rate, loss: _loss, ...arrays } = given;
  const named: Readonly<Record<string, unknown>> = arrays;
  return Object.fromEntries(
    graph.inputs.map(({ name, type, shape }) => [
      name,
      tensorOf(type ?? "float", masks.get(name) ?? (named[name] as readonly number[]), (shape ?? []).map(Number)),
    ]),
  );
}

function tensorOf(type: ElementType, values: readonly number[], dimensions: readonly number[]): Tensor {
  if (type === "bool") return { type, dimensions, data: Uint8Array.from(values) };
  if (type === "int32") return { type, dimensions, data: Int32Array.from(values) };
  return floats(values, dimensions);
}

function largestError(actual: ArrayLike<number>, expected: readonly number[]): number {
  const scale = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, at) => Math.abs(value - (actual[at] ?? NaN)))) / scale;
}

describe("steps against PyTorch in double precision", () => {
  it.each(cases)("$what, by the reference interpreter", ({ given, step }) => {
    const feeds = feedsOf(step, given);
    const model = onnxModel(step.graph);
    const { loss, gradient } = interpret(model, feeds, { precision: "double" });
    // Constants in the graph (the layer norm's epsilon, √d, the scale of dropout) are floats of 32 bits.
    expect(Math.abs(Number(loss?.data[0]) - given.loss)).toBeLessThan(1e-7);
    expect(largestError(gradient?.data as Float64Array, given.gradient)).toBeLessThan(1e-6);
  });

  it.each(cases)("$what, by ONNX Runtime in single precision", async ({ given, step }) => {
    const { InferenceSession, Tensor: TensorOf } = await loadOnnxRuntime();
    const session = await InferenceSession.create(writeModel(onnxModel(step.graph)), sessionOptions(1));
    const feeds = Object.entries(feedsOf(step, given)).map(([name, { type, data, dimensions }]) => {
      const shape = [...dimensions];
      if (type === "bool") return [name, new TensorOf("bool", data, shape)];
      if (type === "int32") return [name, new TensorOf("int32", data, shape)];
      return [name, new TensorOf("float32", data as Float32Array, shape)];
    });
    const { loss, gradient } = await session.run(Object.fromEntries(feeds));
    expect(Math.abs(Number(loss?.data[0]) - given.loss)).toBeLessThan(2e-6);
    expect(largestError(gradient?.data as Float32Array, given.gradient)).toBeLessThan(5e-6);
    await session.release();
  });
});

describe("adamStep against PyTorch", () => {
  it.each(golden.optimisers)("$kind, decay $decay, clipped at $clip", ({ kind, decay, clip, rates, ...given }) => {
    const settings = {
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      decay: {
        kind: kind === "Adam" ? ("l2" as const) : ("decoupled" as const),
        strength: decay,
      },
      clipNorm: clip,
    };
    const count = given.start.length;
    const graph = graphBuilder("adam");
    const [parameters, first, second, gradient] = ["parameters", "first", "second", "gradient"].map((name) =>
      graph.input(name, "float", [count]),
    );
    const [stepSize, epsilon, rate] = ["stepSize", "epsilon", "rate"].map((name) => graph.input(name, "float", []));
    if (!parameters || !first || !second || !gradient || !stepSize || !epsilon || !rate) throw new TypeError("inputs");
    const next = adamStep(graph, { parameters, first, second }, gradient, { stepSize, epsilon, rate }, settings);
    for (const name of ["parameters", "first", "second"] as const) {
      graph.output(`${name}_next`, next[name], "float", [count]);
    }
    const model = onnxModel(graph.finish());
    let state = {
      parameters: doubles(given.start),
      first: doubles(Array(count).fill(0)),
      second: doubles(Array(count).fill(0)),
    };
    given.gradients.forEach((gradientNow, index) => {
      const now = rates[index] ?? 0;
      const sizes = stepSizes(now, index + 1, settings);
      const scalars = {
        stepSize: doubles([sizes.stepSize], []),
        epsilon: doubles([sizes.epsilon], []),
        rate: doubles([now], []),
      };
      const result = interpret(
        model,
        { ...state, gradient: doubles(gradientNow), ...scalars },
        { precision: "double" },
      );
      state = {
        parameters: doubles(result["parameters_next"]?.data as Float64Array),
        first: doubles(result["first_next"]?.data as Float64Array),
        second: doubles(result["second_next"]?.data as Float64Array),
      };
      expect(largestError(state.parameters.data as Float64Array, given.trace[index] ?? [])).toBeLessThan(1e-6);
    });
  });
});

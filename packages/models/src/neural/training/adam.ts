import { floats, type GraphBuilder, type Value } from "@mlops/onnx";

export interface OptimiserSettings {
  readonly beta1: number;
  readonly beta2: number;
  /** Added to √v. */
  readonly epsilon: number;
  /** `l2` adds decay · P to the gradient (Adam), `decoupled` shrinks P by rate · decay (AdamW). */
  readonly decay: { readonly kind: "l2" | "decoupled"; readonly strength: number };
  /** Largest Euclidean norm of the gradient; longer ones are scaled down to it. Null: no limit. */
  readonly clipNorm: number | null;
}

/** What changes from step to step, computed outside: see `stepSizes`. Rank 0. */
export interface StepScalars {
  /** rate · √(1 − β₂ᵗ) / (1 − β₁ᵗ) */
  readonly stepSize: Value;
  /** ε · √(1 − β₂ᵗ) */
  readonly epsilon: Value;
  /** The learning rate itself, for decoupled decay. */
  readonly rate: Value;
}

export interface AdamState {
  readonly parameters: Value;
  readonly first: Value;
  readonly second: Value;
}

/** One step over the whole parameter vector: Adam (Kingma & Ba 2015) or AdamW (Loshchilov & Hutter 2019), as PyTorch's. */
export function adamStep(
  graph: GraphBuilder,
  state: AdamState,
  gradient: Value,
  scalars: StepScalars,
  { beta1, beta2, decay, clipNorm }: OptimiserSettings,
): AdamState {
  const constant = (value: number): Value => graph.constant("adam", floats([value], []));
  const node = (operator: string, ...inputs: Value[]): Value =>
    graph.node(operator, inputs, { label: `adam/${operator}` });
  const clipped = clipNorm === null ? gradient : node("Mul", gradient, clipScale(graph, gradient, clipNorm));
  const slope =
    decay.kind === "l2" && decay.strength > 0
      ? node("Add", clipped, node("Mul", state.parameters, constant(decay.strength)))
      : clipped;
  const first = node("Add", node("Mul", state.first, constant(beta1)), node("Mul", slope, constant(1 - beta1)));
  const square = node("Mul", node("Mul", slope, slope), constant(1 - beta2));
  const second = node("Add", node("Mul", state.second, constant(beta2)), square);
  const change = node("Div", node("Mul", first, scalars.stepSize), node("Add", node("Sqrt", second), scalars.epsilon));
  const shrunk =
    decay.kind === "decoupled" && decay.strength > 0
      ? node("Mul", state.parameters, node("Sub", constant(1), node("Mul", scalars.rate, constant(decay.strength))))
      : state.parameters;
  return { parameters: node("Sub", shrunk, change), first, second };
}

/** min(1, limit / (‖g‖ + 10⁻⁶)), as PyTorch's `clip_grad_norm_`. */
function clipScale(graph: GraphBuilder, gradient: Value, limit: number): Value {
  const constant = (value: number): Value => graph.constant("clip", floats([value], []));
  const squares = graph.node("ReduceSum", [graph.node("Mul", [gradient, gradient])], {
    attributes: { keepdims: { int: 0 } },
  });
  const length = graph.node("Add", [graph.node("Sqrt", [squares]), constant(1e-6)]);
  return graph.node("Min", [graph.node("Div", [constant(limit), length]), constant(1)]);
}

/** The scalars of step `step`, counted from 1 over the whole training. */
export function stepSizes(
  rate: number,
  step: number,
  { beta1, beta2, epsilon }: OptimiserSettings,
): { readonly stepSize: number; readonly epsilon: number } {
  const root = Math.sqrt(1 - beta2 ** step);
  return { stepSize: (rate * root) / (1 - beta1 ** step), epsilon: epsilon * root };
}

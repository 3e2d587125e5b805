import { bools, floats, type GraphBuilder, int64s, type Value } from "@mlops/onnx";

/** One use of an operator whose gradient is held against finite differences. */
export interface GradientCase {
  /** The operator, and what is particular about this use. */
  readonly name: string;
  /** Shapes of the operands that it is differentiated by. */
  readonly shapes: readonly (readonly number[])[];
  /** Where the operands are drawn from; default: normal numbers. */
  readonly domain?: "positive" | "away from zero";
  readonly build: (graph: GraphBuilder, operands: readonly Value[]) => Value;
}

const ints = (graph: GraphBuilder, values: readonly number[], shape?: readonly number[]): Value =>
  graph.constant("integers", int64s(values, shape));

const unary = (operator: string, domain?: GradientCase["domain"]): GradientCase => ({
  name: operator,
  shapes: [[2, 3]],
  ...(domain && { domain }),
  build: (graph, [x]) => graph.node(operator, [x]),
});

const binary = (operator: string, what: string, shapes: readonly (readonly number[])[]): GradientCase => ({
  name: `${operator}, ${what}`,
  shapes,
  ...(operator === "Div" && { domain: "away from zero" as const }),
  build: (graph, [a, b]) => graph.node(operator, [a, b]),
});

const broadcasts: readonly [string, readonly (readonly number[])[]][] = [
  [
    "equal shapes",
    [
      [2, 3],
      [2, 3],
    ],
  ],
  ["a row on the right", [[2, 3], [3]]],
  [
    "a column on the left",
    [
      [2, 1],
      [2, 3],
    ],
  ],
  ["a scalar", [[], [2, 3]]],
  [
    "both repeated",
    [
      [2, 1, 3],
      [4, 1],
    ],
  ],
];

const gemm = (transA: number, transB: number): GradientCase => ({
  name: `Gemm, transA ${transA}, transB ${transB}`,
  shapes: [transA ? [4, 2] : [2, 4], transB ? [3, 4] : [4, 3], [3]],
  build: (graph, operands) =>
    graph.node("Gemm", operands, {
      attributes: {
        transA: { int: transA },
        transB: { int: transB },
        alpha: { float: 0.5 },
        beta: { float: 2 },
      },
    }),
});

const matMul = (what: string, ...shapes: readonly (readonly number[])[]): GradientCase => ({
  name: `MatMul, ${what}`,
  shapes,
  build: (graph, [a, b]) => graph.node("MatMul", [a, b]),
});

export const gradientCases: readonly GradientCase[] = [
  ...["Add", "Sub", "Mul", "Div"].flatMap((operator) =>
    broadcasts.map(([what, shapes]) => binary(operator, what, shapes)),
  ),
  ...["Neg", "Identity", "Sigmoid", "Tanh", "Exp", "Erf", "Softplus", "Softmax", "LogSoftmax"].map((operator) =>
    unary(operator),
  ),
  unary("Relu", "away from zero"),
  unary("Log", "positive"),
  unary("Sqrt", "positive"),
  {
    name: "Softmax, along the first axis",
    shapes: [[3, 2]],
    build: (graph, [x]) => graph.node("Softmax", [x], { attributes: { axis: { int: 0 } } }),
  },
  gemm(0, 0),
  gemm(0, 1),
  gemm(1, 0),
  gemm(1, 1),
  matMul("two matrices", [2, 3], [3, 4]),
  matMul("stacks", [2, 2, 3], [2, 3, 4]),
  matMul("a stack by one matrix", [2, 2, 3], [3, 4]),
  matMul("broadcast stacks", [2, 1, 2, 3], [3, 3, 2]),
  ...[
    [2, 3],
    [2, 2, 3],
  ].map((shape) => ({
    name: `LayerNormalization of rank ${shape.length}`,
    shapes: [shape, [3], [3]],
    build: (graph: GraphBuilder, operands: readonly Value[]) =>
      graph.nodes("LayerNormalization", operands, 3, { attributes: { axis: { int: -1 } } })[0] as Value,
  })),
  {
    name: "ReduceSum, kept and not",
    shapes: [[2, 4, 2]],
    build(graph, [x]) {
      const kept = graph.node("ReduceSum", [x, ints(graph, [1])], { attributes: { keepdims: { int: 1 } } });
      const gone = graph.node("ReduceSum", [x, ints(graph, [0, -1])], { attributes: { keepdims: { int: 0 } } });
      return graph.node("Mul", [kept, graph.node("ReduceSum", [graph.node("Mul", [gone, gone])])]);
    },
  },
  {
    name: "ReduceMean of a square",
    shapes: [[3, 3]],
    build: (graph, [x]) =>
      graph.node("ReduceMean", [graph.node("Mul", [x, x])], {
        attributes: { axes: { ints: [1] }, keepdims: { int: 0 } },
      }),
  },
  {
    name: "Reshape, Unsqueeze, Squeeze and Transpose",
    shapes: [[2, 3, 4]],
    build(graph, [x]) {
      const moved = graph.node("Transpose", [x], { attributes: { perm: { ints: [2, 0, 1] } } });
      const flat = graph.node("Reshape", [moved, ints(graph, [4, -1])]);
      const deep = graph.node("Squeeze", [graph.node("Unsqueeze", [flat, ints(graph, [1])]), ints(graph, [1])]);
      return graph.node("Transpose", [graph.node("Mul", [deep, deep])]);
    },
  },
  {
    name: "Expand",
    shapes: [[3, 1]],
    build: (graph, [x]) => graph.node("Expand", [x, ints(graph, [2, 3, 2])]),
  },
  {
    name: "Split, one part not used, and Concat",
    shapes: [
      [2, 6],
      [2, 1],
    ],
    build(graph, [x, y]) {
      const axis = { attributes: { axis: { int: 1 } } };
      const [a, , c] = graph.nodes("Split", [x, ints(graph, [1, 2, 3])], 3, axis);
      return graph.node("Concat", [c, graph.node("Mul", [a, y]), y], axis);
    },
  },
  {
    name: "Slice, two axes and a step",
    shapes: [[4, 5]],
    build: (graph, [x]) =>
      graph.node("Slice", [x, ints(graph, [1, -1]), ints(graph, [3, -6]), ints(graph, [0, 1]), ints(graph, [1, -2])]),
  },
  {
    name: "Gather of rows, some twice",
    shapes: [[3, 2]],
    build: (graph, [table]) => graph.node("Gather", [table, ints(graph, [2, 0, 2, 2], [2, 2])]),
  },
  {
    name: "Where",
    shapes: [[2, 2], [2]],
    build: (graph, [a, b]) =>
      graph.node("Where", [graph.constant("c", bools([true, false, false, true], [2, 2])), a, b]),
  },
  {
    name: "a value that is used three times",
    shapes: [[3]],
    build: (graph, [x]) =>
      graph.node("Add", [graph.node("Mul", [x, x]), graph.node("Mul", [x, graph.constant("c", floats([3], []))])]),
  },
];

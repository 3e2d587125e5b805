import fc from "fast-check";

import { elementTypeCodes } from "../model/element-type.ts";
import { doubles, floats, int64s, strings, type Tensor } from "../model/tensor.ts";
import { broadcastable, type Elements, fullShapes, type Kind, shapes, tensor, tensorOf } from "./arbitrary-tensor.ts";
import type { OperatorCase } from "./operator-case.ts";

type Cases = fc.Arbitrary<OperatorCase>;

const reals: readonly Kind[] = ["double", "float"];
const numbers: readonly Kind[] = ["double", "float", "int64", "int32"];
const everything: readonly Kind[] = [...numbers, "bool", "string"];
const positive = { number: fc.double({ min: 0.01, max: 9, noNaN: true }) };

const unary = (operator: string, kinds: readonly Kind[] = reals, elements: Elements = { special: true }): Cases =>
  tensor(kinds, elements).map((x) => ({ operator, inputs: [x] }));

const broadcast = (
  operator: string,
  kinds: readonly Kind[],
  elements: Elements = { special: true },
  count = 2,
): Cases =>
  fc
    .tuple(fc.constantFrom(...kinds), broadcastable(count))
    .chain(([kind, each]) => fc.tuple(...each.map((shape) => tensorOf(kind, shape, elements))))
    .map((inputs) => ({ operator, inputs }));

/** An axis of the shape, counted from either end. */
const axisOf = (rank: number): fc.Arbitrary<number> => fc.integer({ min: -rank, max: rank - 1 });

const vectors = fc.integer({ min: 1, max: 4 }).map((size) => [size]);

const withAxis = (operator: string, kinds: readonly Kind[], shape = fullShapes, elements: Elements = {}): Cases =>
  tensor(kinds, elements, shape).chain((x) =>
    axisOf(x.dimensions.length).map((axis) => ({ operator, inputs: [x], attributes: { axis: { int: axis } } })),
  );

const reduction = (
  operator: string,
  kinds: readonly Kind[],
  axesAsInput: boolean,
  shape: fc.Arbitrary<readonly number[]>,
): Cases =>
  tensor(kinds, {}, shape).chain((x) =>
    fc
      .tuple(fc.subarray(x.dimensions.map((_, axis) => axis)), fc.boolean(), fc.boolean(), fc.boolean())
      .map(([axes, keeps, negative, listed]) => {
        const named = axes.map((axis) => (negative ? axis - x.dimensions.length : axis));
        const keepdims = { keepdims: { int: Number(keeps) } };
        if (!listed || named.length === 0) return { operator, inputs: [x], attributes: keepdims };
        if (axesAsInput) return { operator, inputs: [x, int64s(named)], attributes: keepdims, constants: [1] };
        return { operator, inputs: [x], attributes: { ...keepdims, axes: { ints: named } } };
      }),
  );

const indicesInto = (size: number, shape: readonly number[]): fc.Arbitrary<Tensor> =>
  tensorOf("int64", shape, { number: fc.integer({ min: -size, max: size - 1 }) });

export const operatorCases: Readonly<Record<string, Cases>> = {
  Abs: unary("Abs", numbers),
  Neg: unary("Neg", numbers),
  Sign: unary("Sign", numbers, {}),
  Sqrt: unary("Sqrt"),
  Exp: unary("Exp"),
  Log: unary("Log"),
  Floor: unary("Floor"),
  Ceil: unary("Ceil"),
  Reciprocal: unary("Reciprocal"),
  Tanh: unary("Tanh"),
  Sigmoid: unary("Sigmoid"),
  Softplus: unary("Softplus", ["float"]),
  Erf: unary("Erf", ["float"]),
  Relu: unary("Relu"),
  Not: unary("Not", ["bool"]),
  IsNaN: unary("IsNaN"),
  Identity: unary("Identity", everything),
  Shape: unary("Shape", everything),
  Add: broadcast("Add", numbers),
  Sub: broadcast("Sub", numbers),
  Mul: broadcast("Mul", numbers),
  Div: fc.oneof(
    broadcast("Div", reals),
    broadcast("Div", ["int64", "int32"], { number: fc.constantFrom(-7, -3, -2, -1, 1, 2, 3, 7) }),
  ),
  Pow: broadcast("Pow", reals, positive),
  Less: broadcast("Less", numbers),
  Greater: broadcast("Greater", numbers),
  LessOrEqual: broadcast("LessOrEqual", numbers),
  GreaterOrEqual: broadcast("GreaterOrEqual", numbers),
  Equal: fc.oneof(
    broadcast("Equal", [...numbers, "bool"]),
    broadcast("Equal", ["string"]).map((from) => ({ ...from, opset: 19 })),
  ),
  And: broadcast("And", ["bool"]),
  Or: broadcast("Or", ["bool"]),
  Xor: broadcast("Xor", ["bool"]),
  Min: fc.integer({ min: 1, max: 3 }).chain((count) => broadcast("Min", numbers, {}, count)),
  Max: fc.integer({ min: 1, max: 3 }).chain((count) => broadcast("Max", numbers, {}, count)),
  Where: fc
    .tuple(fc.constantFrom<Kind>("double", "float", "int64", "string"), broadcastable(3))
    .chain(([kind, [condition = [], a = [], b = []]]) =>
      fc.tuple(tensorOf("bool", condition), tensorOf(kind, a, { special: true }), tensorOf(kind, b, { special: true })),
    )
    .map((inputs) => ({ operator: "Where", inputs })),
  Clip: fc
    .tuple(
      tensor(numbers, { special: true }),
      fc.option(fc.integer({ min: -4, max: 0 })),
      fc.option(fc.integer({ min: 0, max: 4 })),
    )
    .chain(([x, low, high]) => {
      const kind = x.type as Kind;
      const bound = (value: number | null): fc.Arbitrary<Tensor | undefined> =>
        value === null ? fc.constant(undefined) : tensorOf(kind, [], { number: fc.constant(value) });
      return fc.tuple(fc.constant(x), bound(low), bound(high));
    })
    .map((inputs) => ({ operator: "Clip", inputs })),
  Cast: fc
    .tuple(tensor([...numbers, "bool"]), fc.constantFrom(...numbers, "bool" as const))
    .map(([x, to]) => ({ operator: "Cast", inputs: [x], attributes: { to: { int: elementTypeCodes[to] } } })),
  Softmax: withAxis("Softmax", reals),
  LogSoftmax: withAxis("LogSoftmax", reals),
  /** Of no elements over all axes only: over listed ones ONNX Runtime 1.30 gives back the empty input. */
  ReduceSum: reduction("ReduceSum", numbers, true, shapes).map((from) => {
    const isEmpty = from.inputs[0]?.data.length === 0;
    return isEmpty ? { ...from, inputs: from.inputs.slice(0, 1), constants: [] } : from;
  }),
  ReduceMean: fc.oneof(
    reduction("ReduceMean", reals, false, fullShapes),
    reduction("ReduceMean", reals, true, fullShapes).map((from) => ({ ...from, opset: 18 })),
  ),
  ReduceMax: fc.oneof(
    reduction("ReduceMax", numbers, false, fullShapes),
    reduction("ReduceMax", numbers, true, fullShapes).map((from) => ({ ...from, opset: 18 })),
  ),
  ReduceMin: fc.oneof(
    reduction("ReduceMin", numbers, false, fullShapes),
    reduction("ReduceMin", numbers, true, fullShapes).map((from) => ({ ...from, opset: 18 })),
  ),
  ArgMax: fc
    .tuple(withAxis("ArgMax", ["double", "float", "int32"]), fc.boolean(), fc.boolean())
    .map(([from, keeps, last]) => ({
      ...from,
      attributes: { ...from.attributes, keepdims: { int: Number(keeps) }, select_last_index: { int: Number(last) } },
    })),
  Concat: fc
    .tuple(fc.constantFrom(...everything), fullShapes, fc.integer({ min: 1, max: 3 }))
    .chain(([kind, shape, count]) =>
      axisOf(shape.length).chain((axis) =>
        fc
          .tuple(
            ...Array.from({ length: count }, () =>
              fc.nat(3).chain((size) => tensorOf(kind, shape.with(axis, size), { special: true })),
            ),
          )
          .map((inputs) => ({ operator: "Concat", inputs, attributes: { axis: { int: axis } } })),
      ),
    ),
  Split: tensor(everything, {}, fullShapes).chain((x) =>
    axisOf(x.dimensions.length).chain((axis) => {
      const size = x.dimensions.at(axis) ?? 1;
      return fc.oneof(
        fc.nat(size).map((first): OperatorCase => ({
          operator: "Split",
          inputs: [x, int64s([first, size - first])],
          constants: [1],
          attributes: { axis: { int: axis } },
          outputs: 2,
        })),
        fc.constantFrom(...splitCounts(size)).map((outputs): OperatorCase => ({
          operator: "Split",
          opset: 18,
          inputs: [x],
          attributes: { axis: { int: axis }, num_outputs: { int: outputs } },
          outputs,
        })),
        fc.constant<OperatorCase>({
          operator: "Split",
          inputs: [x],
          attributes: { axis: { int: axis } },
          outputs: size,
        }),
      );
    }),
  ),
  Slice: tensor(everything, {}, fullShapes).chain((x) =>
    fc
      .subarray(
        x.dimensions.map((_, axis) => axis),
        { minLength: 1 },
      )
      .chain((axes) => {
        const list = (number: fc.Arbitrary<number>) =>
          fc.array(number, { minLength: axes.length, maxLength: axes.length });
        const place = fc.oneof(fc.integer({ min: -6, max: 6 }), fc.constantFrom(2 ** 40, -(2 ** 40)));
        return fc.tuple(list(place), list(place), list(fc.constantFrom(1, 2, -1, -2))).map(([starts, ends, steps]) => ({
          operator: "Slice",
          inputs: [x, int64s(starts), int64s(ends), int64s(axes), int64s(steps)],
          constants: [1, 2, 3, 4],
        }));
      }),
  ),
  /** Texts along the last axis only: elsewhere ONNX Runtime 1.30 copies but the first text of each block. */
  Gather: fc.oneof(tensor([...numbers, "bool"], {}, fullShapes), tensor(["string"], {}, vectors)).chain((x) =>
    fc.tuple(axisOf(x.dimensions.length), shapes).chain(([axis, shape]) =>
      indicesInto(x.dimensions.at(axis) ?? 1, shape).map((indices) => ({
        operator: "Gather",
        inputs: [x, indices],
        attributes: { axis: { int: axis } },
      })),
    ),
  ),
  GatherElements: tensor(["double", "float", "int64"], {}, fullShapes).chain((x) =>
    axisOf(x.dimensions.length).chain((axis) =>
      fc.integer({ min: 1, max: 3 }).chain((count) =>
        indicesInto(x.dimensions.at(axis) ?? 1, x.dimensions.with(axis, count)).map((indices) => ({
          operator: "GatherElements",
          inputs: [x, indices],
          attributes: { axis: { int: axis } },
        })),
      ),
    ),
  ),
  GatherND: tensor(["double", "float", "int64"], {}, fullShapes).chain((x) =>
    fc
      .tuple(fc.integer({ min: 1, max: x.dimensions.length }), fc.nat(3))
      .chain(([depth, count]) =>
        fc
          .tuple(...Array.from({ length: count }, () => tuple(x.dimensions.slice(0, depth))))
          .map((rows) => ({ operator: "GatherND", inputs: [x, int64s(rows.flat(), [count, depth])] })),
      ),
  ),
  ScatterND: fullShapes.chain((shape) =>
    fc
      .tuple(
        tensorOf("float", shape),
        fc.integer({ min: 1, max: shape.length }),
        fc.nat(3),
        fc.constantFrom("none", "add", "mul"),
      )
      .chain(([x, depth, count, reduction]) =>
        fc
          .tuple(
            fc.uniqueArray(tuple(shape.slice(0, depth)), {
              maxLength: count,
              selector: (row) => row.map((index, axis) => (index + (shape[axis] ?? 1)) % (shape[axis] ?? 1)).join(),
            }),
            fc.infiniteStream(fc.integer({ min: -3, max: 3 })),
          )
          .map(([rows, stream]) => {
            const block = shape.slice(depth);
            const size = block.reduce((product, each) => product * each, rows.length);
            const updates = floats([...stream.take(size)], [rows.length, ...block]);
            const inputs = [x, int64s(rows.flat(), [rows.length, depth]), updates];
            return { operator: "ScatterND", inputs, attributes: { reduction: { string: reduction } }, opset: 16 };
          }),
      ),
  ),
  Reshape: tensor(everything, { special: true }, fullShapes).chain((x) =>
    fc
      .tuple(fc.shuffledSubarray([...x.dimensions], { minLength: x.dimensions.length }), fc.nat(3))
      .map(([sizes, mode]) => {
        const wanted = mode === 0 ? [-1] : mode === 1 ? [0, -1] : mode === 2 ? [1, ...sizes] : sizes.with(0, -1);
        return { operator: "Reshape", inputs: [x, int64s(wanted)], constants: [1] };
      }),
  ),
  Unsqueeze: tensor(everything, {}, shapes).chain((x) =>
    fc
      .subarray(
        Array.from({ length: x.dimensions.length + 2 }, (_, axis) => axis),
        { minLength: 2, maxLength: 2 },
      )
      .map((axes) => ({
        operator: "Unsqueeze",
        inputs: [x, int64s(axes)],
        constants: [1],
      })),
  ),
  Squeeze: tensor(everything, {}, shapes).map((x) => ({
    operator: "Squeeze",
    inputs: [{ ...x, dimensions: [1, ...x.dimensions, 1] }, int64s([0, -1])],
    constants: [1],
  })),
  Transpose: tensor(everything, {}, shapes).chain((x) =>
    fc
      .option(
        fc.shuffledSubarray(
          x.dimensions.map((_, axis) => axis),
          { minLength: x.dimensions.length },
        ),
      )
      .map((perm) => ({
        operator: "Transpose",
        inputs: [x],
        attributes: perm === null ? {} : { perm: { ints: perm } },
      })),
  ),
  Expand: broadcastable(2).chain(([shape = [], wanted = []]) =>
    tensor(everything, {}, fc.constant(shape)).map((x) => ({ operator: "Expand", inputs: [x, int64s(wanted)] })),
  ),
  Flatten: tensor(numbers, {}, fullShapes).chain((x) =>
    fc.integer({ min: -x.dimensions.length, max: x.dimensions.length }).map((axis) => ({
      operator: "Flatten",
      inputs: [x],
      attributes: { axis: { int: axis } },
    })),
  ),
  ConstantOfShape: fc
    .tuple(shapes, tensor(["double", "float", "int64"], {}, fc.constant([1])))
    .map(([shape, value]) => ({
      operator: "ConstantOfShape",
      inputs: [int64s(shape)],
      attributes: { value: { tensor: value } },
    })),
  Constant: fc.oneof(
    tensor(numbers).map((value): OperatorCase => ({
      operator: "Constant",
      inputs: [],
      attributes: { value: { tensor: value } },
    })),
    fc
      .constantFrom<OperatorCase["attributes"]>(
        { value_float: { float: 0.1 } },
        { value_floats: { floats: [0.1, -2] } },
        { value_int: { int: -3 } },
        { value_ints: { ints: [1, 2n ** 60n] } },
        { value_strings: { strings: ["가", ""] } },
      )
      .map((attributes): OperatorCase => ({ operator: "Constant", inputs: [], attributes: attributes ?? {} })),
  ),
  /** Over one element at least: of none, ONNX Runtime 1.30 does not broadcast the other axes. */
  MatMul: fc
    .tuple(
      fc.constantFrom(...reals),
      broadcastable(2, fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 })),
      fc.integer({ min: 1, max: 4 }),
      fc.nat(3),
    )
    .chain(([kind, [batchA = [], batchB = []], inner, form]) => {
      const [a, b] = [form === 1 ? [inner] : [...batchA, 2, inner], form === 2 ? [inner] : [...batchB, inner, 3]];
      return fc.tuple(tensorOf(kind, a), tensorOf(kind, b)).map((inputs) => ({ operator: "MatMul", inputs }));
    }),
  Gemm: fc
    .record({
      kind: fc.constantFrom(...reals),
      sizes: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
      transposed: fc.tuple(fc.boolean(), fc.boolean()),
      c: fc.constantFrom("none", "scalar", "row", "column", "matrix"),
      factors: fc.constantFrom([1, 1], [0.5, -2]),
    })
    .chain(({ kind, sizes: [m, k, n], transposed: [a, b], c, factors: [alpha = 1, beta = 1] }) => {
      const bias = { none: undefined, scalar: [], row: [n], column: [m, 1], matrix: [m, n] }[c];
      return fc
        .tuple(
          tensorOf(kind, a ? [k, m] : [m, k]),
          tensorOf(kind, b ? [n, k] : [k, n]),
          bias === undefined ? fc.constant(undefined) : tensorOf(kind, bias),
        )
        .map((inputs) => ({
          operator: "Gemm",
          inputs,
          attributes: {
            transA: { int: Number(a) },
            transB: { int: Number(b) },
            alpha: { float: alpha },
            beta: { float: beta },
          },
        }));
    }),
  OneHot: fc
    .tuple(fullShapes, fc.integer({ min: 1, max: 4 }))
    .chain(([shape, depth]) =>
      fc.tuple(
        tensorOf("int64", shape, { number: fc.integer({ min: -5, max: 5 }) }),
        fc.constant(depth),
        axisOf(shape.length + 1),
      ),
    )
    .map(([indices, depth, axis]) => ({
      operator: "OneHot",
      inputs: [indices, int64s([depth]), floats([0, 1])],
      constants: [1],
      attributes: { axis: { int: axis } },
    })),
  /** With a shift where they are floats: without one ONNX Runtime 1.30 ends the process. */
  LayerNormalization: tensor(reals, {}, fullShapes).chain((x) =>
    axisOf(x.dimensions.length).chain((axis) => {
      const shape = x.dimensions.slice(axis);
      const kind = x.type as Kind;
      const shifts = kind === "float" ? tensorOf(kind, shape) : fc.option(tensorOf(kind, shape), { nil: undefined });
      return fc.tuple(tensorOf(kind, shape), shifts).map(([scale, shift]) => ({
        operator: "LayerNormalization",
        inputs: [x, scale, shift],
        attributes: { axis: { int: axis }, epsilon: { float: 0.01 } },
      }));
    }),
  ),
  Dropout: unary("Dropout"),
  "ai.onnx.ml.LabelEncoder": fc.oneof(
    tensor(["string"]).map((x): OperatorCase => ({
      operator: "LabelEncoder",
      domain: "ai.onnx.ml",
      inputs: [x],
      attributes: {
        keys_strings: { strings: ["a", "서울", ""] },
        values_int64s: { ints: [3, 4, 5] },
        default_int64: { int: -2 },
      },
    })),
    tensor(["string"]).map((x): OperatorCase => ({
      operator: "LabelEncoder",
      domain: "ai.onnx.ml",
      inputs: [x],
      attributes: { keys_strings: { strings: ["a", "b"] }, values_floats: { floats: [0.5, 1.5] } },
    })),
    tensor(["int64"]).map((x): OperatorCase => ({
      operator: "LabelEncoder",
      domain: "ai.onnx.ml",
      inputs: [x],
      attributes: { keys_int64s: { ints: [0, 1, -1] }, values_strings: { strings: ["zero", "하나", ""] } },
    })),
    tensor(["float"], { special: true }).map((x): OperatorCase => ({
      operator: "LabelEncoder",
      domain: "ai.onnx.ml",
      inputs: [x],
      attributes: { keys_floats: { floats: [0, 1, Number.NaN] }, values_int64s: { ints: [0, 1, 7] } },
    })),
    tensor(["double"], { special: true }).map((x): OperatorCase => ({
      operator: "LabelEncoder",
      domain: "ai.onnx.ml",
      mlOpset: 4,
      inputs: [x],
      attributes: {
        keys_tensor: { tensor: doubles([0, 1, Number.NaN]) },
        values_tensor: { tensor: doubles([0.1, 1.5, 7]) },
        default_tensor: { tensor: doubles([-9]) },
      },
    })),
    tensor(["string"]).map((x): OperatorCase => ({
      operator: "LabelEncoder",
      domain: "ai.onnx.ml",
      mlOpset: 4,
      inputs: [x],
      attributes: {
        keys_tensor: { tensor: strings(["서울", ""]) },
        values_tensor: { tensor: doubles([0.1, 1.5]) },
        default_tensor: { tensor: doubles([Number.NaN]) },
      },
    })),
  ),
  "ai.onnx.ml.ArrayFeatureExtractor": tensor(["double", "float", "int64", "string"], {}, fullShapes).chain((x) =>
    fc
      .array(fc.nat((x.dimensions.at(-1) ?? 1) - 1), { minLength: 1, maxLength: 3 })
      .map((columns) => ({ operator: "ArrayFeatureExtractor", domain: "ai.onnx.ml", inputs: [x, int64s(columns)] })),
  ),
  "ai.onnx.ml.TreeEnsembleRegressor": fc
    .tuple(fc.nat(4), fc.constantFrom("SUM", "AVERAGE", "MIN", "MAX"), fc.boolean())
    .chain(([rows, aggregate, missing]) =>
      tensorOf("float", [rows, 2], { special: true }).map((x) => ({
        operator: "TreeEnsembleRegressor",
        domain: "ai.onnx.ml",
        inputs: [x],
        attributes: twoTrees(aggregate, missing),
      })),
    ),
};

/** How many parts a size can be split into so that only the last is smaller, and none is empty. */
function splitCounts(size: number): number[] {
  return Array.from({ length: size }, (_, index) => index + 1).filter(
    (count) => Math.ceil(size / Math.ceil(size / count)) === count,
  );
}

function tuple(sizes: readonly number[]): fc.Arbitrary<number[]> {
  return fc.tuple(...sizes.map((size) => fc.integer({ min: -size, max: size - 1 })));
}

/** x0 <= 0.5 ? (x1 <= -1 ? leaf : leaf) : leaf, and a stump on x1; two targets. */
function twoTrees(aggregate: string, missing: boolean): NonNullable<OperatorCase["attributes"]> {
  return {
    nodes_treeids: { ints: [0, 0, 0, 0, 0, 1, 1, 1] },
    nodes_nodeids: { ints: [0, 1, 2, 3, 4, 0, 1, 2] },
    nodes_featureids: { ints: [0, 1, 0, 0, 0, 1, 0, 0] },
    nodes_values: { floats: [0.5, -1, 0, 0, 0, 2, 0, 0] },
    nodes_modes: {
      strings: ["BRANCH_LEQ", "BRANCH_LEQ", "LEAF", "LEAF", "LEAF", "BRANCH_LEQ", "LEAF", "LEAF"],
    },
    nodes_truenodeids: { ints: [1, 3, 0, 0, 0, 1, 0, 0] },
    nodes_falsenodeids: { ints: [2, 4, 0, 0, 0, 2, 0, 0] },
    nodes_missing_value_tracks_true: { ints: [Number(missing), 0, 0, 0, 0, Number(missing), 0, 0] },
    target_treeids: { ints: [0, 0, 0, 0, 0, 0, 1, 1, 1, 1] },
    target_nodeids: { ints: [2, 2, 3, 3, 4, 4, 1, 1, 2, 2] },
    target_ids: { ints: [0, 1, 0, 1, 0, 1, 0, 1, 0, 1] },
    target_weights: { floats: [0.1, -0.2, 1.5, 2.5, -3, 0.25, 4, -4, 0.75, 8] },
    n_targets: { int: 2 },
    base_values: { floats: [0.5, -0.5] },
    aggregate_function: { string: aggregate },
  };
}

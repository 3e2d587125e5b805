import { indexAt } from "../families/index-at.ts";
import { takeElements } from "../interpreter/value.ts";
import { axisOf } from "../operator/axes.ts";
import { fact } from "../operator/fact.ts";
import { defineOperator } from "../operator/operator.ts";
import { stridedIndices, stridesOf } from "../shapes/index-map.ts";

/** As `indices` shaped: each element from its own place, but at the given index along the axis (0). */
export default defineOperator({
  name: "GatherElements",
  domain: "",
  inputs: [2, 2],
  infer(call) {
    const [data, indices] = [call.input(0), call.input(1)];
    if (indices.type !== "int64" && indices.type !== "int32") throw call.fail("takes int64 or int32 indices");
    const isFitting = data.shape === null || indices.shape === null || data.shape.length === indices.shape.length;
    if (!isFitting) throw call.fail("takes indices of its input's rank");
    if (data.shape !== null) axisOf(call, call.attributes.int("axis") ?? 0, data.shape.length);
    return [fact(data.type, indices.shape)];
  },
  evaluate(call) {
    const [data, indices] = [call.input(0), call.input(1)];
    const axis = axisOf(call, call.attributes.int("axis") ?? 0, data.shape.length);
    const strides = stridesOf(data.shape);
    const [stride, size] = [strides[axis] ?? 1, data.shape[axis] ?? 1];
    const bases = stridedIndices(indices.shape, strides.with(axis, 0));
    const places = bases.map((base, at) => base + indexAt(call, Number(indices.data[at]), size) * stride);
    return [takeElements(data, places, indices.shape)];
  },
});

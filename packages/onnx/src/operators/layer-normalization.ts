import { sourceIndices } from "../families/broadcast-call.ts";
import { floatTypes, sameType } from "../families/element-types.ts";
import { numberValue } from "../interpreter/value.ts";
import { unsupported } from "../model/unsupported.ts";
import { axisOf } from "../operator/axes.ts";
import { fact } from "../operator/fact.ts";
import { defineOperator } from "../operator/operator.ts";
import { broadcastShapes } from "../shapes/broadcast.ts";
import { elementCount } from "../shapes/index-map.ts";

/**
 * Over the axes from `axis` (the last): mean 0 and variance 1, then scaled and shifted (Ba, Kiros & Hinton 2016). Further
 * outputs: the mean and the inverse standard deviation, with sizes of 1 in place of those axes.
 */
export default defineOperator({
  name: "LayerNormalization",
  domain: "",
  inputs: [2, 3],
  outputs: 3,
  infer(call) {
    const [x, scale, shift] = [call.input(0), call.input(1), call.inputs[2]];
    const type = sameType(call, shift === undefined ? [x, scale] : [x, scale, shift], floatTypes);
    if (x.shape === null) return [fact(type, null), fact("float", null), fact("float", null)];
    const axis = axisOf(call, call.attributes.int("axis") ?? -1, x.shape.length);
    const normalised = x.shape.slice(axis);
    for (const parameter of [scale, shift]) {
      const whole = broadcastShapes([normalised, parameter?.shape ?? []]);
      const isFitting = "shape" in whole && whole.shape?.length === normalised.length;
      if (!isFitting) throw call.fail(`cannot scale axes of sizes [${normalised.join(", ")}]`);
    }
    const statistics = x.shape.map((size, at) => (at < axis ? size : 1));
    return [fact(type, x.shape), fact("float", statistics), fact("float", statistics)];
  },
  evaluate(call) {
    const [x, scale, shift] = [call.input(0), call.input(1), call.inputs[2]];
    if (x.type !== "double" && x.type !== "float") throw unsupported(`LayerNormalization of ${x.type}`);
    const axis = axisOf(call, call.attributes.int("axis") ?? -1, x.shape.length);
    const epsilon = call.attributes.float("epsilon") ?? Math.fround(1e-5);
    const size = elementCount(x.shape.slice(axis));
    const [fromScale, fromShift] = [scale, shift].map((each) => each && sourceIndices(each, x.shape.slice(axis)));
    const rows = x.shape.slice(0, axis).reduce((product, each) => product * each, 1);
    const [data, means, inverses] = [new Float64Array(x.data.length), new Float64Array(rows), new Float64Array(rows)];
    for (let row = 0; row < rows; row++) {
      const values = x.data.subarray(row * size, (row + 1) * size);
      const mean = values.reduce((sum, value) => sum + value, 0) / size;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / size;
      const inverse = 1 / Math.sqrt(variance + epsilon);
      [means[row], inverses[row]] = [mean, inverse];
      values.forEach((value, at) => {
        const scaled = (value - mean) * inverse * Number(scale.data[fromScale?.[at] ?? at]);
        data[row * size + at] = shift === undefined ? scaled : scaled + Number(shift.data[fromShift?.[at] ?? at]);
      });
    }
    const statistics = x.shape.map((each, at) => (at < axis ? each : 1));
    return [
      numberValue(x.type, x.shape, data),
      numberValue("float", statistics, means),
      numberValue("float", statistics, inverses),
    ];
  },
});

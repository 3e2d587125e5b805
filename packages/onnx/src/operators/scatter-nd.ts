import { rowPlaces } from "../families/nd-rows.ts";
import { numberValue } from "../interpreter/value.ts";
import { unsupported } from "../model/unsupported.ts";
import { type Fact, fact } from "../operator/fact.ts";
import { defineOperator } from "../operator/operator.ts";

const reductions: Readonly<Record<string, (old: number, update: number) => number>> = {
  none: (_, update) => update,
  add: (old, update) => old + update,
  mul: (old, update) => old * update,
  min: Math.min,
  max: Math.max,
};

/** The input with slices replaced, or combined by `reduction`, in the order of the index tuples. */
export default defineOperator({
  name: "ScatterND",
  domain: "",
  inputs: [3, 3],
  infer(call): readonly Fact[] {
    const [data, indices, updates] = [call.input(0), call.input(1), call.input(2)];
    if (indices.type !== "int64" || updates.type !== data.type)
      throw call.fail("takes int64 indices, updates of its type");
    const name = call.attributes.text("reduction") ?? "none";
    if (!Object.hasOwn(reductions, name)) throw call.fail(`has no reduction "${name}"`);
    return [fact(data.type, data.shape)];
  },
  evaluate(call) {
    const [data, updates] = [call.input(0), call.input(2)];
    if (data.type === "string" || data.type === "int64") throw unsupported(`ScatterND of ${data.type}`);
    const { starts, block } = rowPlaces(call, data.shape, call.input(1));
    if (starts.length * block !== updates.data.length) throw call.fail("has not one update for each place");
    const combine = reductions[call.attributes.text("reduction") ?? "none"] ?? ((_, update) => update);
    const result = Float64Array.from(data.data);
    starts.forEach((start, tuple) => {
      for (let at = 0; at < block; at++) {
        result[start + at] = combine(result[start + at] ?? 0, Number(updates.data[tuple * block + at]));
      }
    });
    return [numberValue(data.type, data.shape, result)];
  },
});

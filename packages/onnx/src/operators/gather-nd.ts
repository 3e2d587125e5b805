import { rowPlaces } from "../families/nd-rows.ts";
import { takeElements } from "../interpreter/value.ts";
import { unsupported } from "../model/unsupported.ts";
import { fact } from "../operator/fact.ts";
import { defineOperator } from "../operator/operator.ts";

/** Slices of the input, each named by one index tuple along the last axis of `indices`. */
export default defineOperator({
  name: "GatherND",
  domain: "",
  inputs: [2, 2],
  infer(call) {
    const [data, indices] = [call.input(0), call.input(1)];
    if ((call.attributes.int("batch_dims") ?? 0) !== 0) throw unsupported("GatherND with batch_dims");
    if (indices.type !== "int64") throw call.fail("takes int64 indices");
    const depth = indices.shape?.at(-1);
    if (data.shape === null || indices.shape === null || typeof depth !== "number") return [fact(data.type, null)];
    if (depth > data.shape.length) throw call.fail(`takes index tuples of ${data.shape.length} at most`);
    return [fact(data.type, [...indices.shape.slice(0, -1), ...data.shape.slice(depth)])];
  },
  evaluate(call) {
    const data = call.input(0);
    const { starts, block } = rowPlaces(call, data.shape, call.input(1));
    const places = starts.flatMap((start) => Array.from({ length: block }, (_, at) => start + at));
    return [takeElements(data, Int32Array.from(places), call.result(0).shape)];
  },
});

import { filledValue, int64Value, joinElements, numberValue, type Value } from "../interpreter/value.ts";
import { UNKNOWN_DIMENSION } from "../model/model.ts";
import type { EvaluationCall } from "../operator/call.ts";
import { type Fact, fact, knownIntegers } from "../operator/fact.ts";
import { ANY_NUMBER, defineOperator } from "../operator/operator.ts";
import { commonKnowledge } from "../shapes/shape.ts";

/**
 * The body again and again: at most `inputs[0]` times and while its first output holds. Its carried values go from one
 * round to the next; its further outputs are stacked, one row for each round.
 */
export default defineOperator({
  name: "Loop",
  domain: "",
  inputs: [2, ANY_NUMBER],
  outputs: ANY_NUMBER,
  infer(call) {
    const body = call.attributes.graph("body");
    const carried = call.inputs.slice(2).map((_, index) => call.input(index + 2));
    const round = (facts: readonly Fact[]) => call.inferBody(body, [fact("int64", []), fact("bool", []), ...facts]);
    const first = carried.map(({ type, shape }) => fact(type, shape));
    const after = round(first);
    const stable = first.map(({ type, shape }, index) =>
      fact(type, commonKnowledge(shape, after[index + 1]?.shape ?? null)),
    );
    const outputs = round(stable);
    outputs.slice(1, carried.length + 1).forEach(({ type }, index) => {
      if (type !== carried[index]?.type) throw call.fail(`changes the type of its carried value ${index + 1}`);
    });
    const trips = call.inputs[0] && knownIntegers(call.inputs[0])?.[0];
    const isCounted = trips !== undefined && call.inputs[1] === undefined && trips >= 0;
    const rows = isCounted && after[0]?.value?.data[0] === 1 ? trips : UNKNOWN_DIMENSION;
    const stacked = outputs.slice(carried.length + 1);
    return [
      ...stable.map(({ type, shape }, index) => fact(type, commonKnowledge(shape, outputs[index + 1]?.shape ?? null))),
      ...stacked.map(({ type, shape }) => fact(type, shape === null ? null : [rows, ...shape])),
    ];
  },
  evaluate(call) {
    const body = call.attributes.graph("body");
    const trips = call.inputs[0] === undefined ? Infinity : Number(call.inputs[0].data[0]);
    const count = call.inputs.length - 2;
    let carried: readonly Value[] = call.inputs.slice(2).map((_, index) => call.input(index + 2));
    let condition = call.inputs[1] ?? numberValue("bool", [], Float64Array.of(1));
    const rounds: (readonly Value[])[] = [];
    for (let trip = 0; trip < trips && condition.data[0] === 1; trip++) {
      const outputs = call.runBody(body, [int64Value([], BigInt64Array.of(BigInt(trip))), condition, ...carried]);
      condition = outputs[0] ?? condition;
      carried = outputs.slice(1, count + 1);
      rounds.push(outputs.slice(count + 1));
    }
    const stackedCount = Math.max(0, body.outputs.length - 1 - count);
    return [...carried, ...Array.from({ length: stackedCount }, (_, index) => stacked(call, rounds, count + 1, index))];
  },
});

function stacked(
  call: EvaluationCall,
  rounds: readonly (readonly Value[])[],
  firstOutput: number,
  index: number,
): Value {
  const rows = rounds.flatMap((outputs) => outputs[index] ?? []);
  const [first] = rows;
  if (first !== undefined) return { ...joinElements(rows), shape: [rows.length, ...first.shape] };
  const { type, shape } = call.attributes.graph("body").outputs[firstOutput + index] ?? {};
  if (!type || !shape) throw call.fail("runs no round, and its body does not state what it would stack");
  return filledValue(type, [0, ...shape.map((size) => (typeof size === "number" ? size : 0))], 0);
}

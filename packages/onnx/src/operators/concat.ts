import { joinElements, takeElements } from "../interpreter/value.ts";
import type { Dimension } from "../model/model.ts";
import { axisOf } from "../operator/axes.ts";
import type { Call } from "../operator/call.ts";
import { type Fact, fact } from "../operator/fact.ts";
import { ANY_NUMBER, defineOperator } from "../operator/operator.ts";
import { aroundAxis } from "../shapes/index-map.ts";
import { addSizes, mayBeSame, narrower } from "../shapes/shape.ts";

export default defineOperator({
  name: "Concat",
  domain: "",
  inputs: [1, ANY_NUMBER],
  movesElements: true,
  infer(call) {
    const inputs = call.inputs.map((_, index) => call.input(index));
    const { type } = call.input(0);
    if (inputs.some((input) => input.type !== type)) throw call.fail("takes inputs of one type");
    const shapes = inputs.flatMap(({ shape }) => (shape === null ? [] : [shape]));
    const rank = shapes[0]?.length;
    if (rank === undefined) return [fact(type, null)];
    if (shapes.some((shape) => shape.length !== rank)) throw call.fail("takes inputs of one rank");
    const axis = axisOf(call, axisAttribute(call), rank);
    if (shapes.length < inputs.length) return [fact(type, null)];
    return [
      fact(
        type,
        shapes.reduce((a, b) => joined(call, a, b, axis)),
      ),
    ];
  },
  evaluate(call) {
    const inputs = call.inputs.map((_, index) => call.input(index));
    const { shape } = call.result(0);
    const axis = axisOf(call, axisAttribute(call), shape.length);
    const [outer] = aroundAxis(shape, axis);
    const indices: number[] = [];
    for (let before = 0; before < outer; before++) {
      let start = 0;
      for (const { data } of inputs) {
        const block = data.length / outer;
        for (let at = 0; at < block; at++) indices.push(start + before * block + at);
        start += data.length;
      }
    }
    return [takeElements(joinElements(inputs), Int32Array.from(indices), shape)];
  },
});

function axisAttribute(call: Call<unknown>): number {
  const axis = call.attributes.int("axis");
  if (axis === undefined) throw call.fail('needs the attribute "axis"');
  return axis;
}

function joined(
  call: Call<Fact>,
  a: readonly Dimension[],
  b: readonly Dimension[],
  axis: number,
): readonly Dimension[] {
  return a.map((size, at) => {
    const other = b[at] ?? 1;
    if (at === axis) return addSizes([size, other]);
    if (mayBeSame(size, other)) return narrower(size, other);
    throw call.fail(`cannot put sizes ${size} and ${other} of axis ${at} beside each other`);
  });
}

import type { Graph, Node } from "../model/model.ts";
import { call } from "../operator/call.ts";
import type { Fact } from "../operator/fact.ts";
import { operatorOf } from "../operator/find-operator.ts";
import { fixedShape } from "../shapes/shape.ts";
import type { Value } from "./value.ts";

export type RunBody = (body: Graph, inputs: readonly Value[]) => readonly Value[];

/**
 * The outputs of one node, unrounded. Types and shapes are first inferred from the values, which finds what does not fit;
 * only nodes with bodies, which may stop short of a branch, go without.
 */
export function evaluateNode(
  node: Node,
  inputs: readonly (Value | undefined)[],
  opsets: Readonly<Record<string, number>>,
  runBody: RunBody,
): readonly Value[] {
  const { operator, opset } = operatorOf(node, opsets);
  const evaluation = call(node, inputs, opset, "ONNX_RUN_FAILED");
  const hasBody = Object.values(node.attributes).some((attribute) => "graph" in attribute);
  const facts = hasBody ? [] : inferred();
  return operator.evaluate({
    ...evaluation,
    runBody,
    result(index) {
      const of = facts[index];
      const shape = fixedShape(of?.shape ?? null);
      if (of === undefined || shape === undefined) throw evaluation.fail(`has no output ${index + 1} of a known shape`);
      return { type: of.type as Value["type"], shape };
    },
  });

  function inferred(): readonly Fact[] {
    const given = inputs.map((value) => value && { type: value.type, shape: value.shape, value });
    const inference = call<Fact>(node, given, opset, "ONNX_GRAPH_INVALID");
    return operator.infer({ ...inference, inferBody: () => [] });
  }
}

import { type ErrorCode, MlopsError } from "@mlops/core";

import type { Value } from "../interpreter/value.ts";
import type { Graph, Node } from "../model/model.ts";
import { type Shape, shapeText } from "../shapes/shape.ts";
import { attributeReader, type AttributeReader } from "./attribute-reader.ts";
import type { Fact } from "./fact.ts";

/** One node seen by its operator: with facts about its inputs, or with the values themselves. */
export interface Call<T> {
  readonly node: Node;
  readonly attributes: AttributeReader;
  /** Version of the operator set of the operator's domain. */
  readonly opset: number;
  /** Undefined where an optional input is left out. */
  readonly inputs: readonly (T | undefined)[];
  /** @throws MlopsError where the input is left out. */
  readonly input: (index: number) => T;
  /** An error that names the node, its operator and the shapes of its inputs. */
  readonly fail: (what: string) => MlopsError;
}

export interface InferenceCall extends Call<Fact> {
  /** The outputs of a body, from facts about its inputs; it sees the values around it. */
  inferBody(body: Graph, inputs: readonly Fact[]): readonly Fact[];
}

export interface EvaluationCall extends Call<Value> {
  /** Type and sizes of an output, as inferred from the very values. */
  result(index: number): { readonly type: Value["type"]; readonly shape: readonly number[] };
  runBody(body: Graph, inputs: readonly Value[]): readonly Value[];
}

export function call<T extends { readonly type: string; readonly shape: Shape }>(
  node: Node,
  inputs: readonly (T | undefined)[],
  opset: number,
  code: ErrorCode,
): Call<T> {
  const fail = (what: string): MlopsError => failure(node, inputs, what, code);
  return {
    node,
    inputs,
    opset,
    attributes: attributeReader(node.attributes, fail),
    input(index) {
      const input = inputs[index];
      if (input === undefined) throw fail(`needs an input ${index + 1}`);
      return input;
    },
    fail,
  };
}

function failure(
  node: Node,
  inputs: readonly ({ readonly type: string; readonly shape: Shape } | undefined)[],
  what: string,
  code: ErrorCode,
): MlopsError {
  const given = inputs.map((input) => (input === undefined ? "nothing" : `${input.type} ${shapeText(input.shape)}`));
  const operator = node.domain === "" ? node.operator : `${node.domain}.${node.operator}`;
  return new MlopsError(code, `The node "${node.name}" (${operator}) ${what}; it is given ${given.join(", ")}.`, {
    details: { node: node.name, operator, inputs: node.inputs, outputs: node.outputs, given },
  });
}

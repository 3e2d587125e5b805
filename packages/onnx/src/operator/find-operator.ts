import { MlopsError } from "@mlops/core";

import type { Node } from "../model/model.ts";
import { unsupported } from "../model/unsupported.ts";
import operators from "../operators/catalogue.ts";
import type { Operator } from "./operator.ts";

/** Versions below lie before the shapes of Squeeze, Softmax and ReduceSum as they are written today. */
const MINIMUM_OPSET = 13;

const byName = new Map(operators.map((operator) => [`${operator.domain}.${operator.name}`, operator]));

/** Every operator of the table, as the model writes it: `Add`, `ai.onnx.ml.LabelEncoder`. */
export const operatorNames: readonly string[] = operators.map(({ domain, name }) =>
  domain === "" ? name : `${domain}.${name}`,
);

/**
 * The operator of a node, with the version of its operator set.
 *
 * @throws MlopsError ONNX_UNSUPPORTED where the table does not have it; ONNX_GRAPH_INVALID for a wrong number of inputs or
 *   outputs, or a domain that the model does not import.
 */
export function operatorOf(
  node: Node,
  opsets: Readonly<Record<string, number>>,
): { operator: Operator; opset: number } {
  const operator = byName.get(`${node.domain}.${node.operator}`);
  const name = node.domain === "" ? node.operator : `${node.domain}.${node.operator}`;
  const where = `The node "${node.name}" (${name})`;
  if (operator === undefined) throw unsupported(`The operator ${name} of the node "${node.name}"`, { operator: name });
  const opset = Object.hasOwn(opsets, node.domain) ? opsets[node.domain] : undefined;
  const details = { node: node.name, operator: name };
  if (opset === undefined) {
    throw new MlopsError("ONNX_GRAPH_INVALID", `${where} is of an operator set that the model does not import.`, {
      details,
    });
  }
  if (node.domain === "" && opset < MINIMUM_OPSET)
    throw unsupported(`Operator set ${opset} (below ${MINIMUM_OPSET})`, details);
  const [fewest, most] = operator.inputs;
  if (node.inputs.length < fewest || node.inputs.length > most) {
    const range = fewest === most ? fewest : `${fewest} to ${most}`;
    throw new MlopsError("ONNX_GRAPH_INVALID", `${where} takes ${range} inputs, it has ${node.inputs.length}.`, {
      details,
    });
  }
  if (node.outputs.length > (operator.outputs ?? 1)) {
    throw new MlopsError("ONNX_GRAPH_INVALID", `${where} has ${node.outputs.length} outputs.`, { details });
  }
  return { operator, opset };
}

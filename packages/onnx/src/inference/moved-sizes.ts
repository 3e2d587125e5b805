import { evaluateNode } from "../interpreter/evaluate-node.ts";
import type { Value } from "../interpreter/value.ts";
import type { Dimension, Node, OnnxModel } from "../model/model.ts";
import { type Fact, knownSizes } from "../operator/fact.ts";

/** Longer vectors are no shapes. */
const MAXIMUM_RANK = 64;

/**
 * Where a node that only moves elements moves sizes, some of them named: the sizes that it gives. The node is run on them
 * as on texts, so that each operator says in one place where elements go.
 */
export function movedSizes(
  node: Node,
  inputs: readonly (Fact | undefined)[],
  opsets: OnnxModel["opsets"],
): readonly Dimension[] | undefined {
  const moved = node.operator === "Concat" ? inputs.length : 1;
  if (!inputs.slice(0, moved).some((input) => input?.sizes !== undefined)) return undefined;
  const values: (Value | undefined)[] = [];
  for (const [index, input] of inputs.entries()) {
    if (input === undefined) values.push(undefined);
    else if (index >= moved) {
      if (input.value === undefined) return undefined;
      values.push(input.value);
    } else {
      const sizes = knownSizes(input);
      if (sizes === undefined || sizes.length > MAXIMUM_RANK || input.shape === null) return undefined;
      values.push({ type: "string", shape: input.shape.map(Number), data: sizes.map(written) });
    }
  }
  const [result] = evaluateNode(node, values, opsets, () => []);
  if (result?.type !== "string" || result.shape.length > 1) return undefined;
  return result.data.map(read);
}

/** A number is marked, since a name may be made of digits. */
function written(size: Dimension): string {
  return typeof size === "number" ? `#${size}` : size;
}

function read(text: string): Dimension {
  return text.startsWith("#") ? Number(text.slice(1)) : text;
}

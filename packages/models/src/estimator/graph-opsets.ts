import type { Graph } from "@mlops/onnx";

/** Versions of ai.onnx.ml that a graph needs; none without its operators. */
export function graphOpsets({ nodes }: Pick<Graph, "nodes">): Readonly<Record<string, number>> {
  const own = nodes.filter(({ domain }) => domain === "ai.onnx.ml");
  if (own.length === 0) return {};
  return { "ai.onnx.ml": own.some(({ operator }) => operator === "TreeEnsemble") ? 5 : 3 };
}

import { type Problem, valueAt } from "@mlops/config";

import type { LocatedTree } from "./located-tree.ts";

export type RecipeLayout = "v1" | "v1.5";

const marksOfV1 = [
  ["model", "loader"],
  ["model", "data_interface"],
] as const;
const marksOfV15 = [["data"], ["task_choice"]] as const;

/** The layout of a recipe, or the problem that it mixes two. A recipe without any mark is v1, the documented layout. */
export function layoutOf(tree: LocatedTree): RecipeLayout | Problem {
  const v1 = marksOfV1.find((path) => valueAt(tree.value, path) !== undefined);
  const v15 = marksOfV15.find((path) => valueAt(tree.value, path) !== undefined);
  if (v15 === undefined) return "v1";
  if (v1 === undefined) return "v1.5";
  const first = tree.locate(v1, "key");
  return {
    code: "RECIPE_LAYOUT_MIXED",
    ...tree.locate(v15, "key"),
    path: v15.join("."),
    message: `The key ${v15.join(".")} belongs to layout v1.5, but ${v1.join(".")} (${first.file}:${first.line}:${first.column}) belongs to layout v1.`,
    hint: "Keep one layout: loader and data_interface under data, or both under model without data and task_choice.",
  };
}

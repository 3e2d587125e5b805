import { type KeyPath, valueAt } from "@mlops/config";
import { membersOf } from "@mlops/models";

import type { RecipeFile } from "./recipe-file.ts";

/** Where a recipe may name a class path: the model's, and those of the estimators inside it. */
export function classPathPlaces({ layout, written }: Pick<RecipeFile, "layout" | "written">): readonly KeyPath[] {
  const section = ["model", "hyperparameters"];
  const sections = layout === "v1" ? [section] : ["values", "fixed"].map((part) => [...section, part]);
  return [["model", "class_path"], ...sections.flatMap((each) => memberPlaces(written, each))];
}

function memberPlaces(written: unknown, section: KeyPath): KeyPath[] {
  const options = valueAt(written, section);
  if (typeof options !== "object" || options === null) return [];
  return membersOf(options as Readonly<Record<string, unknown>>).flatMap(({ path }) => [
    [...section, ...path, "class_path"],
    ...memberPlaces(written, [...section, ...path, "hyperparameters"]),
  ]);
}

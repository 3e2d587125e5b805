import type { Override } from "@mlops/config";

import type { LoadedRecipe } from "./recipe-file.ts";

/** What a recipe sets of the configuration, to be loaded above the files and below the environment's variables. */
export function configValuesOf(file: LoadedRecipe): readonly Override[] {
  const { tracking } = file.recipe;
  const at = (key: string): string => {
    const { file: name, line } = file.positionOf(["tracking", key], "key");
    return line === 0 ? name : `${name}:${line}`;
  };
  const values = [
    { keyPath: "tracking.use_wandb", key: "use_wandb", value: tracking?.useWandb },
    { keyPath: "tracking.wandb.project", key: "project", value: tracking?.project },
    { keyPath: "tracking.wandb.entity", key: "entity", value: tracking?.entity },
  ];
  return values.flatMap(({ keyPath, key, value }) => (value === undefined ? [] : [{ keyPath, value, where: at(key) }]));
}

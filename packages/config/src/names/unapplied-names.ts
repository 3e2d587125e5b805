import { configSchema } from "../schema/config-schema.ts";
import { isKnownPath } from "../schema/schema-keys.ts";
import { documentedNames, type DocumentedName } from "./documented-names.ts";

/** Recipe keys that commands of this version set from a documented variable. */
const appliedRecipeKeys: ReadonlySet<string> = new Set([
  "source.station",
  "source.location",
  ...["d_model", "nhead", "num_layers", "dim_feedforward", "dropout_rate", "learning_rate", "epochs", "batch_size"].map(
    (name) => `model.hyperparameters.values.${name}`,
  ),
  ...["pretrain_epochs", "temperature"].map((name) => `model.hyperparameters.values.${name}`),
]);

/** The documented names that are set although the key they belong to is not part of this version; for `doctor`. */
export function unappliedNames(variables: Readonly<Record<string, string | undefined>>): readonly DocumentedName[] {
  return documentedNames.filter(({ name, configKey, recipeKey }) => {
    if ((variables[name] ?? "") === "") return false;
    if (recipeKey !== undefined) return !appliedRecipeKeys.has(recipeKey);
    return configKey !== undefined && !isKnownPath(configSchema, configKey.split("."));
  });
}

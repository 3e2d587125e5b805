import type { CatalogueArea } from "../catalogue-entry.ts";

export const config = {
  CONFIG_INVALID: {
    category: "invalid",
    summary: "The configuration has several problems.",
    cause: "Keys or values in config files, dotenv files or MLOPS_ variables that the schema does not allow.",
    mend: "Mend each place that the message lists, then look at the merged result.",
    example: "mlops config show",
  },
  CONFIG_VERSION_NEWER: {
    category: "invalid",
    summary: "A config file was written for a newer version of mlops.",
    cause: "Its schema_version is above the one that this version knows.",
    mend: "Update mlops, or lower schema_version after checking the changelog.",
    example: "mlops --version",
  },
  CONFIG_ENVIRONMENT_UNKNOWN: {
    category: "invalid",
    summary: "The chosen environment has no overlay file.",
    cause: "APP_ENV or --env names an environment without config/<env>.yaml.",
    mend: "Choose one of the environments that the message lists, or add the file.",
    example: "mlops --env dev doctor",
  },
  CONFIG_KEY_UNKNOWN: {
    category: "usage",
    summary: "There is no such configuration key.",
    cause: "A misspelt dotted path.",
    mend: "List the keys that have a value.",
    example: "mlops config show",
  },
  RECIPE_INVALID: {
    category: "invalid",
    summary: "The recipe has several problems.",
    cause: "Keys or values that the recipe schema does not allow.",
    mend: "Mend each place that the message lists, then validate the recipe.",
    example: "mlops validate --recipe-file recipes/commute-weather.yaml",
  },
  RECIPE_VERSION_NEWER: {
    category: "invalid",
    summary: "The recipe was written for a newer version of mlops.",
    cause: "Its schema_version is above the one that this version knows.",
    mend: "Update mlops, or lower schema_version after checking the changelog.",
    example: "mlops --version",
  },
  RECIPE_LAYOUT_MIXED: {
    category: "invalid",
    summary: "The recipe mixes two layouts.",
    cause:
      "Layout v1 keeps loader and data_interface under model; layout v1.5 has data and task_choice at the top. Both were found.",
    mend: "Keep one layout: move model.loader and model.data_interface under data, or remove data and task_choice.",
    example: "data:\n  loader: {source_uri: data/train.parquet}\n  data_interface: {target_column: y}",
  },
  RECIPE_FEATURE_NOT_AVAILABLE: {
    category: "invalid",
    summary: "The recipe uses a feature that this version cannot execute.",
    cause: "The key is part of the recipe language, its feature is not built yet; it is refused rather than ignored.",
    mend: "Remove the key that the message names, or use a version of mlops that has the feature.",
    example: "mlops validate --recipe-file recipes/my-model.yaml",
  },
  YAML_MALFORMED: {
    category: "invalid",
    summary: "A YAML file cannot be read.",
    cause:
      "Broken syntax, a tab as indentation, a key given twice, an alias, several documents, or bytes that are not UTF-8.",
    mend: "Mend the line that the message names.",
  },
  KEY_UNKNOWN: {
    category: "invalid",
    summary: "A file or variable sets a key that does not exist.",
    cause: "A misspelt key, or a key under the wrong section.",
    mend: "Use the key that the message suggests; the JSON Schemas in docs/schemas list all of them.",
  },
  VALUE_INVALID: {
    category: "invalid",
    summary: "A key has a value that it cannot take.",
    cause: "Another type, a number out of range, or a word that is not one of the choices.",
    mend: "Write a value of the kind that the message names.",
  },
  REFERENCE_UNRESOLVED: {
    category: "invalid",
    summary: "A ${…} reference in a YAML file has no value.",
    cause: "The environment variable is not set or empty and has no default, or the file cannot be read.",
    mend: "Set the variable in the environment or in .env, or give a default.",
    example: "tracking_uri: ${MLFLOW_TRACKING_URI:http://127.0.0.1:5000}",
  },
  DOTENV_MALFORMED: {
    category: "invalid",
    summary: "A line of a dotenv file cannot be read.",
    cause: "The line is not NAME=value, or a quote is not closed.",
    mend: "Write NAME=value; quote values that contain spaces and #.",
    example: 'KMA_AUTH_KEY="…"',
  },
} as const satisfies CatalogueArea;

import { stat } from "node:fs/promises";
import { resolve } from "node:path";

import { type Config, nearestWord, type Problem } from "@mlops/config";

import { estimatorCode } from "../custom-estimators/plan-custom-estimators.ts";
import { type NamedCode, namedCode } from "../custom-metrics/plan-custom-metrics.ts";
import { missingKeys } from "./missing-keys.ts";
import { stepCode } from "../custom-steps/plan-custom-steps.ts";
import type { RecipeFile } from "./recipe-file.ts";
import { tableColumns } from "./table-columns.ts";
import { tableOptionProblems } from "./table-options.ts";
import { type AvailableFeatures, builtFeatures, unavailableFeatures } from "./unavailable-features.ts";

/** One column that a model trained by the recipe takes. */
export interface RecipeInput {
  readonly name: string;
  /** `feature`: computed by the feature set; `column`: read from the data. */
  readonly kind: "feature" | "column";
  readonly type?: "double" | "int64" | "string" | "bool";
  readonly unit?: string;
  readonly description?: string;
}

export interface RecipeValidation {
  /** Mistakes of the recipe. */
  readonly problems: readonly Problem[];
  /** What keeps this version from training it: unbuilt features and absent keys. */
  readonly notTrainable: readonly Problem[];
  /** Empty where the columns are only known once the data is read. */
  readonly inputs: readonly RecipeInput[];
  /** Code beside the recipe that training would load. */
  readonly loads: readonly NamedCode[];
}

export interface ValidateRecipeOptions {
  readonly projectRoot: string;
  /** Compatibility with it is judged where it is given. */
  readonly config?: Config;
  readonly available?: AvailableFeatures;
  /** Absolute path of a file that stands in for the recipe's data. */
  readonly dataPath?: string;
  /** Columns of a feature set such as `commute-weather/1`, or undefined where there is none of that name. */
  readonly featureSet?: (name: string) => readonly RecipeInput[] | undefined;
}

/**
 * Judges a recipe without running it: schema, references to files, features, metrics, parameters of steps and models,
 * columns where the data can be looked into, compatibility with the config.
 */
export async function validateRecipe(file: RecipeFile, options: ValidateRecipeOptions): Promise<RecipeValidation> {
  const { problems: featureProblems, inputs } = recipeInputs(file, options);
  const columns = await tableColumns(file, options);
  const { projectRoot } = options;
  const code = [estimatorCode(file, projectRoot), namedCode(file, projectRoot), stepCode(file, projectRoot)];
  return {
    problems: [
      ...file.problems,
      ...(await missingFiles(file, options)),
      ...featureProblems,
      ...(await tableOptionProblems(file)),
      ...(columns?.problems ?? []),
      ...code.flatMap(({ problems }) => problems),
      ...incompatibilities(file, options.config),
    ],
    notTrainable: [...unavailableFeatures(file, options.available ?? builtFeatures), ...missingKeys(file)],
    inputs: columns?.inputs ?? inputs,
    loads: code.flatMap(({ loads }) => loads),
  };
}

function problemAt(file: RecipeFile, path: readonly (string | number)[], message: string, hint: string): Problem {
  return { code: "VALUE_INVALID", ...file.positionOf(path), path: path.join("."), message, hint };
}

/** Local files that the recipe names; a URI with a scheme is another machine's matter. */
async function missingFiles(
  file: RecipeFile,
  { projectRoot, dataPath }: Pick<ValidateRecipeOptions, "projectRoot" | "dataPath">,
): Promise<readonly Problem[]> {
  const { recipe, layout } = file;
  const loaderPath = layout === "v1" ? ["model", "loader", "source_uri"] : ["data", "loader", "source_uri"];
  const named = [
    { name: recipe?.source?.file?.path, path: ["source", "file", "path"] },
    { name: dataPath === undefined ? localFile(recipe?.data.loader?.sourceUri) : undefined, path: loaderPath },
  ];
  const problems = await Promise.all(
    named.map(async ({ name, path }) => {
      if (name === undefined || (await isFile(resolve(projectRoot, name)))) return [];
      return [
        problemAt(
          file,
          path,
          `The file ${name} does not exist.`,
          "Paths in a recipe are relative to the project root.",
        ),
      ];
    }),
  );
  return problems.flat();
}

function localFile(uri: string | undefined): string | undefined {
  if (uri === undefined || /\s/.test(uri.trim())) return undefined;
  const scheme = /^([a-z][a-z0-9+.-]+):\/\/(.*)$/i.exec(uri);
  if (scheme) return scheme[1] === "file" ? scheme[2] : undefined;
  return uri;
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

/** The columns that the model would learn from, and what is wrong with their names. */
export function recipeInputs(
  file: RecipeFile,
  { featureSet }: Pick<ValidateRecipeOptions, "featureSet">,
): { readonly problems: readonly Problem[]; readonly inputs: readonly RecipeInput[] } {
  const { recipe } = file;
  if (recipe?.features === undefined || featureSet === undefined) {
    const inputs = (recipe?.data.featureColumns ?? []).map((name): RecipeInput => ({ name, kind: "column" }));
    return { problems: [], inputs };
  }
  const { set, include, exclude } = recipe.features;
  const features = featureSet(set);
  if (features === undefined) {
    return {
      problems: [
        problemAt(file, ["features", "set"], `There is no feature set "${set}".`, "Check its name and version."),
      ],
      inputs: [],
    };
  }
  const names = features.map((feature) => feature.name);
  const unknown = (list: readonly string[], key: string): readonly Problem[] =>
    list.flatMap((name, index) => {
      if (names.includes(name)) return [];
      const near = nearestWord(name, names);
      const hint = near === undefined ? "mlops validate lists the features." : `Did you mean "${near}"?`;
      return [problemAt(file, ["features", key, index], `The set ${set} has no feature "${name}".`, hint)];
    });
  const chosen = features.filter(({ name }) => (include?.includes(name) ?? true) && !exclude.includes(name));
  const empty =
    chosen.length === 0 ? [problemAt(file, ["features"], "No feature is left.", "Exclude fewer features.")] : [];
  return { problems: [...unknown(include ?? [], "include"), ...unknown(exclude, "exclude"), ...empty], inputs: chosen };
}

function incompatibilities(file: RecipeFile, config: Config | undefined): readonly Problem[] {
  if (config === undefined || file.recipe?.data.augmentation.kind !== "feature-store") return [];
  if (config.feature_store?.provider === "feast") return [];
  const path = file.layout === "v1" ? ["model", "augmenter", "type"] : ["data", "fetcher", "type"];
  const provider = config.feature_store?.provider ?? "none";
  return [
    problemAt(
      file,
      path,
      `The recipe takes features from a feature store, but the configuration's feature_store.provider is ${provider}.`,
      "Choose an environment with a feature store, or pass_through.",
    ),
  ];
}

import { estimatorItems } from "./estimator-items.ts";
import { expectationItems } from "./expectation-items.ts";
import { metricItems } from "./metric-items.ts";
import { preprocessorItems } from "./preprocessor-items.ts";

/** One thing that a recipe or a flag can name. */
export interface ListItem {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly parameters?: readonly ItemParameter[];
  /** Classes of other libraries that the item stands for, with the parameters that they take. */
  readonly classes?: readonly { readonly classPath: string; readonly parameters: readonly ItemParameter[] }[];
  readonly [more: string]: unknown;
}

/** A parameter that a recipe can set. */
export interface ItemParameter {
  readonly name: string;
  readonly description: string;
  /** What it may be, in words: `a number > 0`. */
  readonly accepted: string;
  /** JSON; null where it has to be given or has no default. */
  readonly default: unknown;
}

/** What can be listed; `models` is the documented other name of `estimators`. */
export const listKinds = [
  "estimators",
  "models",
  "preprocessors",
  "metrics",
  "sources",
  "features",
  "expectations",
  "trackers",
] as const;
export type ListKind = (typeof listKinds)[number];

export async function listItems(kind: ListKind): Promise<readonly ListItem[]> {
  switch (kind) {
    case "estimators":
    case "models":
      return estimatorItems();
    case "preprocessors":
      return preprocessorItems();
    case "metrics":
      return metricItems();
    case "trackers":
      return (await import("@mlops/tracking")).TRACKER_CATALOGUE.map(({ name, summary }) => ({
        name,
        aliases: [],
        summary,
      }));
    case "sources": {
      const { SOURCE_CATALOGUE } = await import("@mlops/data-generation");
      return SOURCE_CATALOGUE.map(({ name, aliases, summary }) => ({ name, aliases, summary }));
    }
    case "expectations":
      return expectationItems();
    case "features": {
      const { featureCatalogue } = await import("@mlops/preprocessing");
      return featureCatalogue.map((feature) => ({ aliases: [], summary: feature.description, ...feature }));
    }
  }
}

/** One thing that a recipe or a flag can name. */
export interface ListItem {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly [more: string]: unknown;
}

/** What can be listed; `models` is the documented other name of `estimators`. */
export const listKinds = ["estimators", "models", "metrics", "sources", "features"] as const;
export type ListKind = (typeof listKinds)[number];

export async function listItems(kind: ListKind): Promise<readonly ListItem[]> {
  switch (kind) {
    case "estimators":
    case "models": {
      const { ridge } = await import("@mlops/models");
      return [{ name: ridge.name, aliases: ridge.aliases, summary: ridge.summary }];
    }
    case "metrics": {
      const { regressionMetrics } = await import("@mlops/evaluation");
      return Object.values(regressionMetrics).map(({ name, aliases, summary, unit, better }) => ({
        name,
        aliases,
        summary,
        unit,
        better,
      }));
    }
    case "sources": {
      const { SOURCE_CATALOGUE } = await import("@mlops/data-generation");
      return SOURCE_CATALOGUE.map(({ name, aliases, summary }) => ({ name, aliases, summary }));
    }
    case "features": {
      const { featureCatalogue } = await import("@mlops/preprocessing");
      return featureCatalogue.map((feature) => ({ aliases: [], summary: feature.description, ...feature }));
    }
  }
}

import type { ColumnSource, DistributionModel } from "./model.ts";

/** What a column is drawn from, in a few words: `gamma (KS 0.011)`, `12 categories`, `low + quantiles`. */
export function latentText(source: ColumnSource, { latents }: DistributionModel): string {
  switch (source.kind) {
    case "constant":
      return source.value === null ? "nothing: always missing" : `always ${String(source.value)}`;
    case "formula":
      return `= ${source.equals}`;
    case "id":
      return source.pattern === null
        ? `numbers from ${source.first}`
        : `pattern ${source.pattern.replaceAll("\\", "")}`;
    case "levels":
      return `${source.values.length} categories`;
    case "number": {
      const text = numbersText(latents[source.latent]);
      return source.above === undefined ? text : `${source.above} + ${text}`;
    }
  }
}

function numbersText(latent: DistributionModel["latents"][number] | undefined): string {
  if (latent?.kind === "family") return `${latent.distribution} (KS ${latent.ks.toFixed(3)})`;
  if (latent?.kind === "steps") return `${latent.values.length} values`;
  return "empirical quantiles";
}

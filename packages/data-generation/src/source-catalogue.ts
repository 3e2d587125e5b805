import { MlopsError, type WeatherSourceDriver } from "@mlops/core";

/** A source by name: what help shows, and how to load it. */
export interface SourceEntry {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly load: () => Promise<WeatherSourceDriver>;
}

/** One entry per file of `sources/`, so that listing them loads none. A test holds names, aliases and summaries equal. */
export const SOURCE_CATALOGUE: readonly SourceEntry[] = [
  {
    name: "climatology",
    aliases: ["sample"],
    summary: "Synthetic weather from the climate normals of Seoul; always labelled synthetic.",
    load: async () => (await import("./sources/climatology.ts")).default,
  },
  {
    name: "file",
    aliases: [],
    summary: "Observations of a CSV or Parquet file, its columns mapped and converted.",
    load: async () => (await import("./sources/file.ts")).default,
  },
  {
    name: "http",
    aliases: ["api"],
    summary: "Observations of a service of your own, as JSON.",
    load: async () => (await import("./sources/http.ts")).default,
  },
  {
    name: "kma",
    aliases: ["asos"],
    summary: "Hourly observations of Korean ground stations (KMA API hub, key needed).",
    load: async () => (await import("./sources/kma.ts")).default,
  },
  {
    name: "open-meteo",
    aliases: [],
    summary: "Hourly weather of any place (Open-Meteo; free of charge for non-commercial use).",
    load: async () => (await import("./sources/open-meteo.ts")).default,
  },
];

/**
 * The entry of a name or alias.
 *
 * @throws MlopsError SOURCE_UNKNOWN
 */
export function findSource(name: string): SourceEntry {
  const entry = SOURCE_CATALOGUE.find((each) => each.name === name || each.aliases.includes(name));
  if (entry) return entry;
  const names = ["auto", ...SOURCE_CATALOGUE.map((each) => each.name)].join(", ");
  throw new MlopsError("SOURCE_UNKNOWN", `There is no weather source "${name}"; there are ${names}.`);
}

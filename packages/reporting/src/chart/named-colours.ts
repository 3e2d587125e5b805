import { plainLabels } from "./plain-label.ts";
import { series, seriesColour } from "./theme.ts";

export interface NamedColours {
  /** Shown names, in order, without repetition. */
  readonly labels: readonly string[];
  /** Encoding that gives each label its colour; without a legend where there is one label only. */
  readonly colour: {
    readonly field: "series";
    readonly type: "nominal";
    readonly scale: { readonly domain: string[]; readonly range: string[] };
    readonly legend: null | { readonly columns: number };
  };
}

/** Fills an area with the colour that its rows carry in the field `tint`, without a legend of its own. */
export const tinted = { field: "tint", type: "nominal", scale: null } as const;

/** As many as have a colour of their own. */
export const MOST_SERIES = series.length;

/** The colours of series by name; data rows carry their label in the field `series`. */
export function namedColours(names: readonly string[], colours?: readonly string[]): NamedColours {
  const labels = plainLabels(names);
  const range = labels.map((_, position) => colours?.[position] ?? seriesColour(position));
  const legend = labels.length < 2 ? null : { columns: 3 };
  return { labels, colour: { field: "series", type: "nominal", scale: { domain: labels, range }, legend } };
}

/** "6 of 12 series", null where each is drawn. */
export function seriesBounding(drawn: number, all: number, kind = "series"): string | null {
  return drawn < all ? `the first ${drawn} of ${all} ${kind}` : null;
}

/** Joins what was said about bounding; null where nothing was. */
export function joinBounding(...parts: readonly (string | null)[]): string | null {
  const said = parts.filter((part) => part !== null);
  return said.length === 0 ? null : said.join("; ");
}

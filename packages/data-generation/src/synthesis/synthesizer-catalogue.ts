import { MlopsError } from "@mlops/core";
import { nearestName } from "@mlops/table";

import type { SynthesizerDefinition } from "./synthesizer.ts";

/** A synthesizer by name: what help shows, and how to load it. */
export interface SynthesizerEntry {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly load: () => Promise<SynthesizerDefinition>;
}

/** One entry per file of `synthesizers/`, so that listing them loads none. A test holds names, aliases and summaries equal. */
export const synthesizerCatalogue: readonly SynthesizerEntry[] = [
  {
    name: "corporate-loan",
    aliases: ["corporate"],
    summary:
      "99 columns of a bank's loans by shipped rules: null blocks, before and after, defaults that can be learned.",
    load: async () => (await import("../synthesizers/corporate-loan.ts")).default,
  },
  {
    name: "gaussian-copula",
    aliases: [],
    summary: "Rows like those of a table that a distribution model was fitted to.",
    load: async () => (await import("../synthesizers/gaussian-copula.ts")).default,
  },
  {
    name: "loan-rules",
    aliases: ["rules", "fallback"],
    summary: "27 columns of a consumer loan with fixed distributions, and defaults by a risk formula; needs no data.",
    load: async () => (await import("../synthesizers/loan-rules.ts")).default,
  },
];

/** What makes the rows where no distribution model is given or found. */
export const FALLBACK_SYNTHESIZER = "loan-rules";

/** @throws MlopsError SYNTHESIZER_UNKNOWN */
export function findSynthesizer(name: string): SynthesizerEntry {
  const entry = synthesizerCatalogue.find((each) => each.name === name || each.aliases.includes(name));
  if (entry) return entry;
  const names = synthesizerCatalogue.map((each) => each.name);
  const near = nearestName(name, names);
  throw new MlopsError("SYNTHESIZER_UNKNOWN", `There is no synthesizer "${name}"; there are ${names.join(", ")}.`, {
    ...(near !== undefined && { hint: `Did you mean "${near}"?` }),
  });
}

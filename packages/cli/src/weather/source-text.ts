import { OPEN_METEO_ATTRIBUTION } from "@mlops/data-generation";

import type { Style } from "../render/style.ts";

/** The notice that a provider's licence wants beside its data; null where it wants none. */
export function attributionOf(source: string): string | null {
  return source === "open-meteo" ? OPEN_METEO_ATTRIBUTION : null;
}

/** A source's name with what must be known about it: synthetic, or whose data it is. */
export function sourceText(source: string, synthetic: boolean, style: Style): string {
  if (synthetic) return style.yellow(`${source} (synthetic observations)`);
  const attribution = attributionOf(source);
  return attribution === null ? source : `${source}. ${attribution}`;
}

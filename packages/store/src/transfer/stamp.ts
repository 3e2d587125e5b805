import type { Instant } from "@mlops/core";

/** `20131005T120000123Z`: an instant as a part of a file name, so that names sort by time. */
export function stampOf(instant: Instant): string {
  return new Date(instant).toISOString().replaceAll(/[-:.]/g, "");
}

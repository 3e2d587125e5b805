import { z } from "zod";

import { expectationCatalogue } from "../expectations/catalogue.ts";
import type { Severity } from "./expectation.ts";

/** A check as lists show it. */
export interface ExpectationItem {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  /** Where it stands in a suite. */
  readonly scope: "column" | "table";
  /** As it is written in a suite. */
  readonly example: string;
  /** Whether `mostly` lets a share of rows fail. */
  readonly byRow: boolean;
  readonly defaultSeverity: Severity;
  /** The schema of its own options. */
  readonly options: z.ZodObject;
}

export function expectationItems(): readonly ExpectationItem[] {
  return expectationCatalogue.map(({ name, summary, scope, example, byRow, options }) => ({
    name,
    aliases: [],
    summary,
    scope,
    example: `${name}: ${example}`,
    byRow,
    defaultSeverity: "error",
    options: z.strictObject(options as z.core.$ZodLooseShape),
  }));
}

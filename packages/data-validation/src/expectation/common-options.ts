import { z } from "zod";

import { type Expectation, severities } from "./expectation.ts";

const common = {
  severity: z
    .enum(severities)
    .default("error")
    .describe("`error` fails the suite, `warn` degrades it, `info` is only told."),
  description: z.string().min(1).optional().describe("Why it is expected; shown where it fails."),
};

const where = z
  .string()
  .min(1)
  .optional()
  .describe("Only rows for which this expression is true are judged: `status == 'active'`.");

const mostly = z
  .number()
  .gt(0)
  .max(1)
  .default(1)
  .describe("The share of judged rows that has to hold; 0.99 lets one of a hundred fail.");

/** Options that every check has besides its own. */
export interface CommonOptions {
  readonly severity: "error" | "warn" | "info";
  readonly description?: string | undefined;
  readonly where?: string | undefined;
  /** Of checks by row. */
  readonly mostly?: number | undefined;
}

/** Checks about the table as such look at no rows of which some could be left out. */
const withoutWhere = new Set(["known_columns_only", "broken_records"]);

/** How one check is written: all options in a map, or its shorthand. */
export function checkSchema(expectation: Expectation): z.ZodType {
  const { name, options, byRow, refine, shorthand } = expectation;
  const shape: z.core.$ZodLooseShape = {
    ...(options as z.core.$ZodLooseShape),
    ...common,
    ...(withoutWhere.has(name) ? {} : { where }),
    ...(byRow ? { mostly } : {}),
  };
  const full = z.strictObject(shape).superRefine((value, context) => {
    const problem = refine?.(value);
    if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
  });
  if (shorthand === undefined) return full;
  const short = shorthand.schema.transform((value, context) => {
    const parsed = full.safeParse(shorthand.expand(value as never));
    if (parsed.success) return parsed.data;
    for (const { message } of parsed.error.issues) context.addIssue({ code: "custom", message });
    return z.NEVER;
  });
  return z.union([full, short]);
}

import { assertTimeZone, isMlopsError } from "@mlops/core";
import { z } from "zod";

import { dateFormat } from "./date-format.ts";

const nullTexts = z
  .array(z.string())
  .describe("Texts that mean no value, compared after spaces around them are cut off.");

const parsedColumn = z
  .strictObject({
    type: z
      .enum(["string", "double", "bool", "instant"])
      .default("string")
      .describe("What the column holds once it is parsed."),
    null_values: nullTexts.optional(),
    substring: z
      .tuple([z.int().min(0), z.int().min(1)])
      .optional()
      .describe("Of a string: [first, length] in characters, from 0."),
    case: z.enum(["lower", "upper"]).optional().describe("Of a string: all letters small or capital."),
    thousands: z.string().length(1).optional().describe("Of a double: the character between groups of digits."),
    decimal: z.string().length(1).optional().describe("Of a double: the decimal sign. Default a point."),
    true_values: z.array(z.string()).min(1).optional().describe("Of a bool: texts for true. Default true."),
    false_values: z.array(z.string()).min(1).optional().describe("Of a bool: texts for false. Default false."),
    format: z
      .string()
      .min(1)
      .optional()
      .describe(
        "Of an instant, as in strptime: %d%b%Y reads 31JAN2024. Default ISO 8601: a date, or a time with its zone.",
      ),
    time_zone: z
      .string()
      .min(1)
      .optional()
      .describe("Of an instant whose format has a time and no zone: the IANA zone of its times."),
    unparsable: z
      .enum(["error", "null"])
      .default("error")
      .describe("What a text does that cannot be read: null makes it a missing value."),
  })
  .superRefine((column, context) => {
    for (const [key, type] of ownType) {
      if (column[key] === undefined || column.type === type) continue;
      const message = `It has an effect only with type: ${type}`;
      context.addIssue({ code: "custom", path: [key], message });
    }
    if (column.type === "instant") checkInstant(column, context);
  });

const ownType = [
  ["substring", "string"],
  ["case", "string"],
  ["thousands", "double"],
  ["decimal", "double"],
  ["true_values", "bool"],
  ["false_values", "bool"],
  ["format", "instant"],
  ["time_zone", "instant"],
] as const;

/** How the columns of raw data are read before any step: declarative, so that every host can do the same. */
export const parseSpec = z.strictObject({
  null_values: nullTexts
    .optional()
    .describe("Texts that mean no value in every column of texts, beside the empty one; those of a column win."),
  columns: z.record(z.string().min(1), parsedColumn).default({}),
});

export type ParseSpec = z.output<typeof parseSpec>;
export type ParsedColumn = z.output<typeof parsedColumn>;

function checkInstant(
  { format, time_zone }: { readonly format?: string | undefined; readonly time_zone?: string | undefined },
  context: z.RefinementCtx,
): void {
  const reject = (key: string, message: string): void => context.addIssue({ code: "custom", path: [key], message });
  const parsed = format === undefined ? undefined : dateFormat(format);
  if (typeof parsed === "string") {
    reject("format", parsed);
    return;
  }
  if (time_zone !== undefined && !isTimeZone(time_zone)) reject("time_zone", `"${time_zone}" is no IANA time zone`);
  const naive = parsed !== undefined && parsed.hasTime && !parsed.hasZone;
  if (naive && time_zone === undefined) reject("time_zone", "A time without a zone names no instant: set time_zone");
  if (!naive && time_zone !== undefined)
    reject("time_zone", "It has an effect only with a format of times without zone");
}

function isTimeZone(zone: string): boolean {
  try {
    assertTimeZone(zone);
    return true;
  } catch (error) {
    if (isMlopsError(error)) return false;
    throw error;
  }
}

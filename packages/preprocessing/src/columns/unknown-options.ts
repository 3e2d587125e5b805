import { MlopsError } from "@mlops/core";
import { z } from "zod";

const handling = {
  handle_unknown: z
    .enum(["error", "use_encoded_value"])
    .default("error")
    .describe("What a category does that training did not see: error refuses the row."),
  unknown_value: z
    .int()
    .min(-(2 ** 31))
    .max(2 ** 31 - 1)
    .optional()
    .describe("With use_encoded_value: the code of such a category, none of the others'. Default −1."),
};

/** The options of an encoder into codes, with what it does about unknown categories. */
export function unknownOptions<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject({ ...shape, ...handling }).refine(
    (given) => {
      const { handle_unknown, unknown_value } = given as z.output<typeof handlingSchema>;
      return unknown_value === undefined || handle_unknown !== "error";
    },
    { path: ["unknown_value"], message: "It has an effect only with handle_unknown: use_encoded_value" },
  );
}

const handlingSchema = z.object(handling);

/**
 * The code of unknown categories; null where they are refused.
 *
 * @throws MlopsError PREPROCESSOR_OPTION_INVALID where it is the code of a category
 */
export function unknownCode(
  { handle_unknown, unknown_value = -1 }: z.output<typeof handlingSchema>,
  columns: readonly { readonly column: string; readonly codes: number }[],
  step: string,
): number | null {
  if (handle_unknown === "error") return null;
  for (const { column, codes } of columns) {
    if (unknown_value < 0 || unknown_value >= codes) continue;
    throw new MlopsError(
      "PREPROCESSOR_OPTION_INVALID",
      `${step}, ${column} has unknown_value: ${unknown_value}, which is the code of one of its ${codes} categories; use −1.`,
      { details: { parameter: "unknown_value", value: unknown_value, codes } },
    );
  }
  return unknown_value;
}

import { isMlopsError, MlopsError } from "@mlops/core";

/** Says of an error about a row of a table where the row stands in its file: `data.csv:12`. */
export async function withPlaces<Value>(
  locate: (rows: readonly number[]) => Promise<readonly string[]>,
  work: () => Value,
): Promise<Value> {
  try {
    return work();
  } catch (error) {
    if (!isMlopsError(error) || typeof error.details["row"] !== "number") throw error;
    const [where] = await locate([error.details["row"]]);
    if (where === undefined) throw error;
    throw new MlopsError(error.code, `${where}: ${error.message}`, {
      hint: error.hint,
      details: { ...error.details, where },
      cause: error,
    });
  }
}

import { canonicalJson, type JsonValue, MlopsError } from "@mlops/core";

/** 256 KiB of canonical JSON in UTF-8. */
export const MAX_RESULT_BYTES = 262_144;

/**
 * What a step or workflow returned, as the JSON that the journal will answer; `undefined` where it returned nothing.
 *
 * @throws MlopsError VALUE_NOT_JSON, STEP_RESULT_TOO_LARGE
 */
export function resultJson(value: unknown, owner: string): JsonValue | undefined {
  if (value === undefined) return undefined;
  const text = canonicalJson(value);
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > MAX_RESULT_BYTES) {
    throw new MlopsError(
      "STEP_RESULT_TOO_LARGE",
      `${owner} returned ${bytes} bytes of JSON; at most ${MAX_RESULT_BYTES} are journalled.`,
      {
        hint: "Put the bytes into the blob store and return the reference {digest, size, mediaType} instead.",
        details: { bytes, limit: MAX_RESULT_BYTES },
      },
    );
  }
  return JSON.parse(text) as JsonValue;
}

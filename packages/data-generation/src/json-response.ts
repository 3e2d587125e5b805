import { MlopsError } from "@mlops/core";
import type { HttpResponse } from "@mlops/http";
import type { z } from "zod";

/**
 * The JSON of a response, checked against `schema`.
 *
 * @throws MlopsError SOURCE_RESPONSE_INVALID with the place and the reason, or the start of what is not JSON
 */
export function readJson<Schema extends z.ZodType>(response: HttpResponse, schema: Schema): z.output<Schema> {
  const text = response.text();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const start = text.replace(/\s+/g, " ").trim().slice(0, 160);
    const what = start === "" ? "nothing" : `"${start}"`;
    throw invalidResponse(response, `JSON was expected and ${what} came`, true, cause);
  }
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw invalidResponse(response, `at ${issue?.path.join(".") || "its root"}: ${issue?.message}`, false);
}

/** Retryable where the provider may only have been interrupted. */
export function invalidResponse(response: HttpResponse, why: string, retryable: boolean, cause?: unknown): MlopsError {
  const { host } = new URL(response.locator);
  return new MlopsError("SOURCE_RESPONSE_INVALID", `The answer of ${host} cannot be used: ${why}.`, {
    details: { url: response.locator, status: response.status },
    retryable,
    cause,
  });
}

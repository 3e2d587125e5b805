import { randomBytes } from "node:crypto";

import { isMlopsError, type MlopsError } from "@mlops/core";

import { createHttpClient } from "../http-client.ts";
import type { HttpClient, HttpClientOptions } from "../contract.ts";
import { machineClock } from "./machine-clock.ts";

/** A client that sees no environment but the given one. */
export function testClient(options: Partial<HttpClientOptions> = {}): HttpClient {
  return createHttpClient({
    clock: machineClock(),
    offline: false,
    entropy: (length) => randomBytes(length),
    userAgent: "mlops-test",
    env: {},
    ...options,
  });
}

/** The MlopsError that `work` ends in; anything else fails the test. */
export async function failureOf(work: Promise<unknown>): Promise<MlopsError> {
  const error: unknown = await work.then(
    () => new Error("expected a failure"),
    (reason: unknown) => reason,
  );
  if (!isMlopsError(error)) throw error;
  return error;
}

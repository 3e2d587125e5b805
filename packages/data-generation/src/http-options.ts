import type { DriverContext } from "@mlops/core";
import { createHttpClient, type HttpClient, type HttpRequest } from "@mlops/http";
import { z } from "zod";

/** Options that all sources share that ask a service. */
export const httpOptions = {
  timeout_seconds: z.number().positive().max(600).default(30).describe("For one request with all its retries."),
  attempts: z.int().min(1).max(10).default(4).describe("How often a request is sent before it is given up."),
  ca_file: z.string().optional().describe("PEM file with further certificate authorities."),
};

export interface HttpSourceOptions {
  readonly timeout_seconds: number;
  readonly attempts: number;
  readonly ca_file?: string | undefined;
}

/** A client for one source, at most one request per `minIntervalMs` to a host. */
export function sourceClient(context: DriverContext, options: HttpSourceOptions, minIntervalMs: number): HttpClient {
  return createHttpClient({
    clock: context.clock,
    offline: context.offline,
    entropy: (length) => context.entropy(length),
    userAgent: "mlops-weather",
    minIntervalMs,
    ...(options.ca_file === undefined ? {} : { caFile: options.ca_file }),
  });
}

/** What each request of a source repeats: deadline, attempts and whoever may stop it. */
export function requestLimits(
  context: DriverContext,
  options: HttpSourceOptions,
  signal: AbortSignal | undefined,
): Pick<HttpRequest, "timeoutMs" | "attemptTimeoutMs" | "retry" | "signal"> {
  const signals = [context.signal, signal].filter((each) => each !== undefined);
  return {
    timeoutMs: options.timeout_seconds * 1000,
    // A host that swallows the first request may well answer the second.
    attemptTimeoutMs: options.timeout_seconds * 500,
    retry: { attempts: options.attempts },
    ...(signals.length === 0 ? {} : { signal: AbortSignal.any(signals) }),
  };
}

/** `base` and `path` with exactly one slash between them. */
export function joinUrl(base: string, path: string): string {
  return `${base.replace(/\/+$/, "")}/${path}`;
}

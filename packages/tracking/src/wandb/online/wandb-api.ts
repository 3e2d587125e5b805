import { isMlopsError } from "@mlops/core";
import type { HttpClient, HttpResponse } from "@mlops/http";

import { ApiError, isTransientStatus } from "./api-error.ts";

const GRAPHQL_WITHIN_MS = 30_000;
const STREAM_WITHIN_MS = 180_000;
const UPLOAD_WITHIN_MS = 600_000;

export interface ApiOptions {
  readonly http: HttpClient;
  readonly baseUrl: string;
  readonly key: string;
  readonly signal: AbortSignal;
}

/** What a file stream's answer says. */
export interface StreamAnswer {
  /** A person pressed Stop. */
  readonly stopped: boolean;
  /** Milliseconds to wait before the next request, as the server's rate limits ask. */
  readonly waitMs: number;
}

/** W&B's server: one request each, no retries. The key goes to the server's own address only. */
export interface WandbApi {
  readonly baseUrl: string;
  /** The `data` of the answer. @throws ApiError */
  graphql(operation: string, query: string, variables?: Readonly<Record<string, unknown>>): Promise<GraphqlData>;
  /** @throws ApiError */
  fileStream(entity: string, project: string, runId: string, body: unknown): Promise<StreamAnswer>;
  /** Puts bytes at an address that the server named. @throws ApiError */
  upload(url: string, headers: readonly string[], bytes: Uint8Array): Promise<void>;
}

export type GraphqlData = Readonly<Record<string, unknown>>;

export function wandbApi({ http, baseUrl, key, signal }: ApiOptions): WandbApi {
  const authorization = `Basic ${Buffer.from(`api:${key}`).toString("base64")}`;

  const send = async (url: string, json: string, timeoutMs: number): Promise<HttpResponse> => {
    const headers = { authorization, "content-type": "application/json" };
    const request = { method: "POST", url, headers, body: json, timeoutMs } as const;
    return accepted(await reached(http.request({ ...request, ...once, signal })));
  };

  return {
    baseUrl,
    async graphql(operation, query, variables = {}) {
      const json = JSON.stringify({ operationName: operation, query, variables });
      const { data, errors } = jsonOf(await send(`${baseUrl}/graphql`, json, GRAPHQL_WITHIN_MS));
      if (Array.isArray(errors) && errors.length > 0) throw refusal(operation, errors);
      if (typeof data !== "object" || data === null)
        throw new ApiError(`${operation}: the answer has no data`, unclear);
      return data as GraphqlData;
    },
    async fileStream(entity, project, runId, body) {
      const path = [entity, project, runId].map(encodeURIComponent).join("/");
      const response = await send(`${baseUrl}/files/${path}/file_stream`, JSON.stringify(body), STREAM_WITHIN_MS);
      return { stopped: jsonOf(response)["stopped"] === true, waitMs: rateLimitWait(response) };
    },
    async upload(url, headers, bytes) {
      const request = {
        method: "PUT",
        url: new URL(url, baseUrl),
        headers: headerFields(headers),
        body: bytes,
      } as const;
      accepted(await reached(http.request({ ...request, ...once, timeoutMs: UPLOAD_WITHIN_MS, signal })));
    },
  };
}

const once = { retry: { attempts: 1 }, idempotent: false, acceptStatus: () => true } as const;
const unclear = { transient: true } as const;

async function reached(request: Promise<HttpResponse>): Promise<HttpResponse> {
  try {
    return await request;
  } catch (error) {
    if (!isMlopsError(error)) throw error;
    const transient = error.retryable || error.code === "HTTP_UNREACHABLE" || error.code === "HTTP_TRUNCATED";
    throw new ApiError(error.message, { transient });
  }
}

function accepted(response: HttpResponse): HttpResponse {
  const { status, headers, locator } = response;
  if (status >= 200 && status < 300) return response;
  const wait = retryAfter(headers["retry-after"]);
  throw new ApiError(`${new URL(locator).host} answered with status ${status}${excerpt(response)}`, {
    status,
    transient: isTransientStatus(status),
    ...(wait !== undefined && { retryAfterMs: wait }),
  });
}

/** The server's own words, where it answers in JSON; a page of a proxy says nothing. */
function excerpt(response: HttpResponse): string {
  try {
    const { error, errors } = JSON.parse(response.text()) as { error?: unknown; errors?: { message?: unknown }[] };
    const message = typeof error === "string" ? error : errors?.[0]?.message;
    return typeof message === "string" ? `: ${message.slice(0, 200)}` : "";
  } catch {
    return "";
  }
}

/** An answer that is no JSON object is no answer: a proxy's page, half a body. */
function jsonOf(response: HttpResponse): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(response.text());
    if (typeof value === "object" && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch {
    // Told below.
  }
  throw new ApiError(`${new URL(response.locator).host} answered with something that is no JSON`, unclear);
}

function refusal(operation: string, errors: readonly unknown[]): ApiError {
  const messages = errors.map((error) =>
    typeof error === "object" && error !== null && "message" in error ? String(error.message) : String(error),
  );
  const text = messages.join("; ").slice(0, 300);
  const isDenied = /permission|denied|not authorized|unauthorized/i.test(text);
  return new ApiError(`${operation}: ${text}`, { transient: false, ...(isDenied && { status: 403 }) });
}

/** `Content-MD5:abc` and its like. */
function headerFields(headers: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    headers.map((header) => {
      const colon = header.indexOf(":");
      return [header.slice(0, colon).trim().toLowerCase(), header.slice(colon + 1).trim()];
    }),
  );
}

/** Seconds or an HTTP date; milliseconds from now. */
function retryAfter(field: string | undefined): number | undefined {
  if (field === undefined) return undefined;
  if (/^\d+$/.test(field.trim())) return Number(field) * 1000;
  const date = Date.parse(field);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

const LONGEST_RATE_WAIT_MS = 60_000;

/** Nothing left of the quota: wait until it is filled again. */
function rateLimitWait({ headers }: HttpResponse): number {
  const remaining = Number(headers["ratelimit-remaining"] ?? "1");
  const reset = Number(headers["ratelimit-reset"] ?? "0");
  return remaining > 0 || !(reset > 0) ? 0 : Math.min(LONGEST_RATE_WAIT_MS, reset * 1000);
}

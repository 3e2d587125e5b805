import { MlopsError } from "@mlops/core";
import type { Dispatcher } from "undici";

import { isLoopback, locatorOf } from "./address.ts";
import type { HttpMethod } from "./contract.ts";
import type { Dispatchers } from "./dispatchers.ts";
import { translateFailure } from "./failure.ts";

/** One send, ready for the wire. */
export interface Exchange {
  readonly address: URL;
  readonly method: HttpMethod;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
  readonly maxBytes: number;
  readonly maxRedirects: number;
  readonly offline: boolean;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly address: URL;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const CREDENTIALS = new Set(["authorization", "cookie", "proxy-authorization"]);

/** Sends once, follows redirects and reads the whole body. Throws MlopsError only. */
export async function exchange(dispatchers: Dispatchers, request: Exchange): Promise<Answer> {
  let { address, headers } = request;
  for (let hops = 0; ; hops++) {
    const answer = await sendOnce(dispatchers, { ...request, address, headers });
    const next = redirectTarget(answer, request, hops);
    if (!next) return answer;
    if (next.origin !== address.origin) headers = withoutCredentials(headers);
    address = next;
  }
}

async function sendOnce(dispatchers: Dispatchers, request: Exchange): Promise<Answer> {
  const { address, signal } = request;
  refuseOffline(address, request.offline);
  let headersSeen = false;
  try {
    const response = await dispatchers.for(address).request({
      origin: address.origin,
      path: `${address.pathname}${address.search}`,
      method: request.method,
      headers: request.headers,
      body: request.body ?? null,
      signal,
    });
    headersSeen = true;
    const headers = flatHeaders(response.headers);
    refuseEncoding(headers, address);
    const bytes = await readBody(response.body, headers, request);
    return { address, status: response.statusCode, headers, bytes };
  } catch (error) {
    // The signal's reason says why: a deadline or the caller. What undici makes of it does not.
    if (signal.aborted) throw signal.reason;
    throw translateFailure(error, address, headersSeen);
  }
}

/** Before DNS and before any socket. */
function refuseOffline(address: URL, offline: boolean): void {
  if (!offline || isLoopback(address)) return;
  throw new MlopsError("HTTP_OFFLINE", `${address.host} is outside this machine and the command is offline.`, {
    details: { url: locatorOf(address), host: address.host },
  });
}

/** Only `identity` was asked for: anything else would be read as garbage. */
function refuseEncoding(headers: Readonly<Record<string, string>>, address: URL): void {
  const encoding = headers["content-encoding"];
  if (encoding === undefined || encoding === "" || encoding.toLowerCase() === "identity") return;
  throw new MlopsError("HTTP_PROTOCOL", `${address.host} answered in the encoding "${encoding}", not as asked.`);
}

async function readBody(
  body: Dispatcher.ResponseData["body"],
  headers: Readonly<Record<string, string>>,
  request: Exchange,
): Promise<Uint8Array> {
  const { address, maxBytes } = request;
  const announced = Number(headers["content-length"]);
  if (request.method !== "HEAD" && announced > maxBytes) {
    body.destroy();
    throw tooLarge(address, `announces ${announced} bytes`, maxBytes);
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > maxBytes) throw tooLarge(address, "is longer than that", maxBytes);
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

function tooLarge(address: URL, what: string, maxBytes: number): MlopsError {
  return new MlopsError("HTTP_BODY_TOO_LARGE", `At most ${maxBytes} bytes are read; ${address.host} ${what}.`, {
    details: { url: locatorOf(address), host: address.host, maxBytes },
  });
}

function redirectTarget(answer: Answer, request: Exchange, hops: number): URL | undefined {
  const readOnly = request.method === "GET" || request.method === "HEAD";
  if (!REDIRECTS.has(answer.status) || !readOnly) return undefined;
  const { address } = answer;
  const refuse = (why: string): MlopsError =>
    new MlopsError("HTTP_REDIRECT", `The redirect of ${address.host} (${answer.status}) was not followed: ${why}.`, {
      details: { url: locatorOf(address), host: address.host },
    });
  if (hops >= request.maxRedirects) throw refuse(`more than ${request.maxRedirects} redirects`);
  const location = answer.headers.location;
  if (location === undefined || !URL.canParse(location, address.href)) throw refuse("it names no usable address");
  const next = new URL(location, address);
  if (next.protocol !== "http:" && next.protocol !== "https:") throw refuse(`it leads to ${next.protocol}`);
  if (address.protocol === "https:" && next.protocol === "http:") throw refuse("it leads from https to http");
  next.hash = "";
  return next;
}

function withoutCredentials(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !CREDENTIALS.has(name.toLowerCase())));
}

function flatHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(", ") : value;
  }
  return flat;
}

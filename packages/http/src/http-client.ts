import { isMlopsError, MlopsError, throwIfCancelled } from "@mlops/core";

import { addressOf, locatorOf } from "./address.ts";
import type { HttpClient, HttpClientOptions, HttpRequest, HttpResponse, RetryPolicy } from "./contract.ts";
import { type Deadline, deadlineIn } from "./deadline.ts";
import { type Dispatchers, openDispatchers } from "./dispatchers.ts";
import { type Answer, exchange, type Exchange } from "./exchange.ts";
import { pacing } from "./pacing.ts";
import { backOff, DEFAULT_RETRY, isIdempotent, retryAfterMs } from "./retry.ts";
import { refuseStatus } from "./status.ts";

const TIMEOUT_MS = 30_000;
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_REDIRECTS = 5;

/**
 * The client that every outgoing HTTP request of the product goes through. It keeps `offline`, proxies, certificates,
 * deadlines, retries, pacing and redaction in one place.
 *
 * - `offline` refuses, before DNS and any socket, all but loopback addresses.
 * - HTTPS_PROXY, HTTP_PROXY and NO_PROXY are honoured in both cases; https falls back to HTTP_PROXY; loopback
 *   addresses go straight.
 * - NODE_EXTRA_CA_CERTS and NODE_USE_SYSTEM_CA are read by Node itself; `SSL_CERT_FILE` and `caFile` are added.
 * - Sent again, where sending twice is the same as sending once: 408, 429, 502, 503, 504, refused, dropped and
 *   half-answered connections, and time-outs of one attempt.
 *
 * undici is loaded with the first request.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const pace = pacing(options.clock, options.minIntervalMs ?? 0);
  let dispatchers: Promise<Dispatchers> | undefined;
  return {
    async request(request) {
      throwIfCancelled(request.signal);
      const plan = planOf(request, options);
      const { address } = plan.exchange;
      using deadline = deadlineIn(
        plan.timeoutMs,
        options.clock,
        () => timedOut(address, plan.timeoutMs),
        request.signal,
      );
      dispatchers ??= openDispatchers(options);
      const open = await dispatchers;
      const send = async (): Promise<Answer> => {
        await pace(address.host, deadline.signal);
        return await sendWithin(plan, open, deadline, options);
      };
      return await sendUntilAnswered(plan, send, deadline, options);
    },
    async [Symbol.asyncDispose]() {
      const open = dispatchers;
      dispatchers = undefined;
      await (await open?.catch(() => undefined))?.[Symbol.asyncDispose]();
    },
  };
}

interface Plan {
  readonly request: HttpRequest;
  readonly exchange: Omit<Exchange, "signal">;
  readonly policy: RetryPolicy;
  readonly timeoutMs: number;
}

function planOf(request: HttpRequest, options: HttpClientOptions): Plan {
  const method = request.method ?? "GET";
  const policy = { ...DEFAULT_RETRY, ...request.retry };
  const repeatable = request.idempotent ?? isIdempotent(method);
  return {
    request,
    policy: repeatable ? policy : { ...policy, attempts: 1 },
    timeoutMs: request.timeoutMs ?? TIMEOUT_MS,
    exchange: {
      address: addressOf(request.url, request.query),
      method,
      headers: { "user-agent": options.userAgent, "accept-encoding": "identity", ...request.headers },
      body: request.body,
      maxBytes: request.maxBytes ?? MAX_BYTES,
      maxRedirects: options.maxRedirects ?? MAX_REDIRECTS,
      offline: options.offline,
    },
  };
}

async function sendUntilAnswered(
  plan: Plan,
  send: () => Promise<Answer>,
  deadline: Deadline,
  options: HttpClientOptions,
): Promise<HttpResponse> {
  for (let sent = 1; ; sent++) {
    try {
      const response = responseOf(await send(), sent);
      refuseStatus(response, plan.request.acceptStatus);
      plan.request.check?.(response);
      return response;
    } catch (error) {
      if (!isMlopsError(error)) throw error;
      // A deadline or the caller ended the request: another send would only hide that.
      if (deadline.signal.aborted || !error.retryable || sent >= plan.policy.attempts) throw counted(error, sent);
      const wait = waitBefore(error, sent, plan.policy, options);
      if (wait === undefined || wait >= deadline.remaining()) throw counted(error, sent);
      await sleep(wait, deadline, options);
    }
  }
}

/** One send, ended by the request's deadline or by its own. */
async function sendWithin(
  plan: Plan,
  dispatchers: Dispatchers,
  deadline: Deadline,
  options: HttpClientOptions,
): Promise<Answer> {
  const limit = plan.request.attemptTimeoutMs;
  if (limit === undefined) return await exchange(dispatchers, { ...plan.exchange, signal: deadline.signal });
  const expired = (): MlopsError => timedOut(plan.exchange.address, limit);
  using attempt = deadlineIn(limit, options.clock, expired, deadline.signal);
  return await exchange(dispatchers, { ...plan.exchange, signal: attempt.signal });
}

/** Milliseconds, or undefined where the host asks for more patience than the policy has. */
function waitBefore(
  error: MlopsError,
  sent: number,
  policy: RetryPolicy,
  options: HttpClientOptions,
): number | undefined {
  const asked = retryAfterMs(retryAfterField(error), options.clock.wall());
  if (asked !== undefined && asked > policy.retryAfterCapMs) return undefined;
  return Math.max(asked ?? 0, backOff(sent, policy, uniform(options)));
}

function retryAfterField(error: MlopsError): string | undefined {
  const field = error.details.retryAfter;
  return typeof field === "string" ? field : undefined;
}

function uniform(options: HttpClientOptions): number {
  const [high = 0, low = 0] = options.entropy(2);
  return (high * 256 + low) / 65_536;
}

/** The deadline's own error wins over the clock's report that the sleep was cut short. */
async function sleep(milliseconds: number, deadline: Deadline, options: HttpClientOptions): Promise<void> {
  try {
    await options.clock.sleep(milliseconds, deadline.signal);
  } catch (error) {
    throw deadline.signal.aborted ? deadline.signal.reason : error;
  }
}

function timedOut(address: URL, milliseconds: number): MlopsError {
  return new MlopsError("HTTP_TIMEOUT", `${address.host} did not answer within ${milliseconds / 1000} s.`, {
    retryable: true,
    details: { url: locatorOf(address), host: address.host, timeoutMs: milliseconds },
  });
}

function counted(error: MlopsError, attempts: number): MlopsError {
  const message = attempts === 1 ? error.message : `${error.message} (${attempts} attempts)`;
  return new MlopsError(error.code, message, {
    hint: error.hint,
    details: { ...error.details, attempts },
    cause: error.cause,
    retryable: error.retryable,
  });
}

function responseOf(answer: Answer, attempts: number): HttpResponse {
  return {
    status: answer.status,
    headers: answer.headers,
    locator: locatorOf(answer.address),
    bytes: answer.bytes,
    attempts,
    text: (encoding = "utf-8") => new TextDecoder(encoding).decode(answer.bytes),
  };
}

import type { DriverContext } from "@mlops/core";

export type HttpMethod = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";

/** When and how often a request is sent again. */
export interface RetryPolicy {
  /** All sends, the first included. 1 means no retry. */
  readonly attempts: number;
  /** The upper bound of the first wait, in milliseconds; it doubles with each attempt. */
  readonly baseMs: number;
  /** No wait chosen by us is longer than this, in milliseconds. */
  readonly capMs: number;
  /** A `Retry-After` beyond this ends the request: waiting less than asked would be impolite. Milliseconds. */
  readonly retryAfterCapMs: number;
}

export interface HttpRequest {
  readonly url: string | URL;
  /** Default GET. */
  readonly method?: HttpMethod;
  readonly headers?: Readonly<Record<string, string>>;
  /** Added to the URL's own query; undefined values are left out. */
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: string | Uint8Array;
  /** For the request with all its retries, waits and redirects. Default 30 000 ms. */
  readonly timeoutMs?: number;
  /** For one send. Default: what is left of `timeoutMs`. */
  readonly attemptTimeoutMs?: number;
  readonly retry?: Partial<RetryPolicy>;
  /** Whether sending twice does the same as sending once. Default: by the method (RFC 9110 §9.2.2). */
  readonly idempotent?: boolean;
  readonly signal?: AbortSignal;
  /** Largest accepted body. Default 64 MiB. */
  readonly maxBytes?: number;
  /** Statuses that are an answer, not an error. Default 200–299. */
  readonly acceptStatus?: (status: number) => boolean;
  /**
   * Looks at an accepted response and throws where it is not what was asked for. A retryable MlopsError sends the
   * request again under the same policy and deadline.
   */
  readonly check?: (response: HttpResponse) => void;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names; repeated fields joined by ", ". */
  readonly headers: Readonly<Record<string, string>>;
  /** The address that answered, after redirects; without secrets. */
  readonly locator: string;
  readonly bytes: Uint8Array;
  /** Sends that were needed. */
  readonly attempts: number;
  /** The body as text; bytes that are not valid in the encoding become U+FFFD. Default utf-8. */
  text(encoding?: string): string;
}

export interface HttpClientOptions extends Pick<DriverContext, "clock" | "offline" | "entropy"> {
  readonly userAgent: string;
  /** Proxy and certificate settings are read from here. Default: the process's environment. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A PEM file with further certificate authorities, in addition to Node's and `SSL_CERT_FILE`. */
  readonly caFile?: string;
  /** Default 5 000 ms. */
  readonly connectTimeoutMs?: number;
  /** Least time between the starts of two sends to the same host, in milliseconds. Default 0. */
  readonly minIntervalMs?: number;
  /** Default 5. */
  readonly maxRedirects?: number;
}

export interface HttpClient extends AsyncDisposable {
  /**
   * Sends a request until it is answered, its attempts are used up or its deadline has passed.
   *
   * @throws MlopsError HTTP_OFFLINE, HTTP_UNREACHABLE, HTTP_TIMEOUT, HTTP_STATUS, HTTP_BODY_TOO_LARGE, HTTP_TRUNCATED,
   * HTTP_TLS, HTTP_REDIRECT, HTTP_PROTOCOL, HTTP_PROXY, HTTP_URL_INVALID, HTTP_CERTIFICATE_FILE, CANCELLED, and
   * whatever `check` throws
   */
  request(request: HttpRequest): Promise<HttpResponse>;
}

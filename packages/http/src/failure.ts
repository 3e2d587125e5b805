import { type ErrorCode, isMlopsError, MlopsError } from "@mlops/core";

import { locatorOf } from "./address.ts";

const UNREACHABLE = new Set(["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "EADDRNOTAVAIL"]);
const TIMED_OUT = new Set(["ETIMEDOUT", "UND_ERR_CONNECT_TIMEOUT", "UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"]);
const CUT_OFF = new Set(["ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "UND_ERR_RES_CONTENT_LENGTH_MISMATCH"]);
const PROXY = new Set(["UND_ERR_PRX_CONN", "UND_ERR_PRX_TLS"]);
const TLS =
  /^(ERR_TLS|ERR_SSL|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO$|INVALID_PURPOSE)/;

/** What undici, net and tls throw, as one MlopsError that names the host. Retryable: a dropped or refused connection. */
export function translateFailure(error: unknown, address: URL, headersSeen: boolean): MlopsError {
  if (isMlopsError(error)) return error;
  const code = errorCode(error);
  const where = locatorOf(address);
  const build = (name: ErrorCode, message: string, retryable: boolean): MlopsError =>
    new MlopsError(name, message, {
      cause: error,
      retryable,
      details: { url: where, host: address.host, reason: code },
    });

  if (TLS.test(code)) return build("HTTP_TLS", `${address.host} cannot be trusted over TLS (${code}).`, false);
  if (UNREACHABLE.has(code)) {
    return build("HTTP_UNREACHABLE", `${address.host} cannot be reached (${code}${peerOf(error)}).`, true);
  }
  if (TIMED_OUT.has(code)) return build("HTTP_TIMEOUT", `${address.host} did not answer in time (${code}).`, true);
  if (isProxyRefusal(error, code)) {
    const isBusy = /\b50[234]\b/.test(messageOf(error));
    return build("HTTP_PROXY", `The proxy did not connect to ${address.host}: ${messageOf(error)}.`, isBusy);
  }
  if (CUT_OFF.has(code)) {
    return headersSeen
      ? build("HTTP_TRUNCATED", `The answer of ${address.host} ended before it was whole (${code}).`, true)
      : build("HTTP_UNREACHABLE", `${address.host} closed the connection without an answer (${code}).`, true);
  }
  if (error instanceof Error && (error.name === "HTTPParserError" || code === "UND_ERR_HEADERS_OVERFLOW")) {
    return build("HTTP_PROTOCOL", `${address.host} does not answer in HTTP: ${error.message}.`, false);
  }
  return build("HTTP_UNREACHABLE", `The request to ${address.host} failed: ${messageOf(error)}.`, false);
}

function isProxyRefusal(error: unknown, code: string): boolean {
  return PROXY.has(code) || (code === "UND_ERR_ABORTED" && /proxy/i.test(messageOf(error))) || isProxyLogin(error);
}

function isProxyLogin(error: unknown): boolean {
  return messageOf(error).includes("Proxy Authentication Required");
}

/** Name or address that was tried: behind a proxy it is the proxy's, which says where to look. */
function peerOf(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  if (!(first instanceof Error)) return "";
  if ("hostname" in first && typeof first.hostname === "string") return ` ${first.hostname}`;
  if ("address" in first && "port" in first) return ` ${String(first.address)}:${String(first.port)}`;
  return "";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The code of the error, else of the first error that it collects or was caused by. */
function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return "";
  if ("code" in error && typeof error.code === "string") return error.code;
  if (error instanceof AggregateError) return errorCode(error.errors[0]);
  return errorCode(error.cause);
}

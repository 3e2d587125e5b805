import { MlopsError } from "@mlops/core";

import type { HttpResponse } from "./contract.ts";
import { isRetryableStatus } from "./retry.ts";

const EXCERPT = 200;

/**
 * Nothing for an accepted status.
 *
 * @throws MlopsError HTTP_STATUS with the status, the start of the body and the host's Retry-After
 */
export function refuseStatus(response: HttpResponse, accept: (status: number) => boolean = isSuccess): void {
  const { status } = response;
  if (accept(status)) return;
  const { host } = new URL(response.locator);
  throw new MlopsError("HTTP_STATUS", `${host} answered with status ${status}.`, {
    retryable: isRetryableStatus(status),
    details: {
      url: response.locator,
      host,
      status,
      body: excerpt(response),
      ...(response.headers["retry-after"] === undefined ? {} : { retryAfter: response.headers["retry-after"] }),
    },
  });
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function excerpt(response: HttpResponse): string {
  const text = new TextDecoder().decode(response.bytes.subarray(0, 4 * EXCERPT));
  return text.replace(/\s+/g, " ").trim().slice(0, EXCERPT);
}

import type { HttpClient } from "@mlops/http";

import type { Probe } from "./auto-source.ts";

/**
 * Asks `url` once. Any answer shows that the service is there, a refused key included; 5xx and no answer do not.
 */
export function httpProbe(client: HttpClient, url: string, timeoutMs = 5000): Probe {
  return async (signal) => {
    await client.request({
      url,
      timeoutMs,
      retry: { attempts: 1 },
      acceptStatus: (status) => status < 500,
      signal,
    });
  };
}

import type { Dispatcher } from "undici";

import { isLoopback } from "./address.ts";
import { trustedAuthorities } from "./certificates.ts";
import type { HttpClientOptions } from "./contract.ts";
import { NO_PROXIES, proxySettings } from "./proxy-settings.ts";

const CONNECT_TIMEOUT_MS = 5000;

/** Connections of one client: straight ones, and those through the proxies of the environment. */
export interface Dispatchers extends AsyncDisposable {
  /** Loopback addresses never go through a proxy: its loopback is another machine. */
  for(address: URL): Dispatcher;
}

/** Loads undici and the certificates. HTTP/1.1 only: its framing tells a whole answer from half of one. */
export async function openDispatchers(options: HttpClientOptions): Promise<Dispatchers> {
  const { Agent, EnvHttpProxyAgent } = await import("undici");
  const env = options.env ?? process.env;
  const authorities = await trustedAuthorities([env.SSL_CERT_FILE, options.caFile]);
  const timeout = options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS;
  const tls = { timeout, allowH2: false, ...(authorities ? { ca: authorities } : {}) };
  const common = { connect: tls, allowH2: false, headersTimeout: 0, bodyTimeout: 0 };
  const direct = new Agent(common);
  const proxies = options.offline ? NO_PROXIES : proxySettings(env);
  const outside = new EnvHttpProxyAgent({
    ...common,
    ...proxies,
    connectTimeout: timeout,
    proxyTls: tls,
    requestTls: tls,
  });
  return {
    for: (address) => (isLoopback(address) ? direct : outside),
    async [Symbol.asyncDispose]() {
      await Promise.all([direct.destroy(), outside.destroy()]);
    },
  };
}

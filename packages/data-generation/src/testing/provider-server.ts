import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a provider does with one request; `query` is the request's. */
export type Provider = (response: ServerResponse, query: URLSearchParams, request: IncomingMessage) => void;

export interface ProviderServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: { readonly path: string; readonly query: URLSearchParams; readonly request: IncomingMessage }[];
}

/** A real local server that answers its first requests by the first providers and all later ones by the last. */
export async function providerServer(...providers: Provider[]): Promise<ProviderServer> {
  const requests: ProviderServer["requests"] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://127.0.0.1");
    requests.push({ path: pathname, query: searchParams, request });
    providers[Math.min(requests.length, providers.length) - 1]?.(response, searchParams, request);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

export const answers =
  (body: string | Uint8Array, status = 200, headers: Record<string, string> = {}): Provider =>
  (response) => {
    response.writeHead(status, { "content-type": "text/plain; charset=euc-kr", ...headers }).end(body);
  };

export const resets: Provider = (_response, _query, request) => void request.socket.destroy();

/** Announces more than it sends, then cuts the connection. */
export const cutsOff =
  (body: string): Provider =>
  (response) => {
    response.writeHead(200, { "content-length": String(body.length * 2) });
    response.write(body, () => response.socket?.destroy());
  };

/** A character now and then, for ever. */
export const drips: Provider = (response) => {
  const timer = setInterval(() => response.write("#"), 5);
  response.on("close", () => clearInterval(timer));
};

import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Server } from "node:net";

export interface LocalServer extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  /** Method and target of each request, in order. */
  readonly seen: string[];
  readonly requests: IncomingMessage[];
}

export type Answerer = (request: IncomingMessage, response: ServerResponse, nth: number) => void;

/** A real server on a free loopback port; `answer` is told which request it is, from 1. */
export async function localServer(answer: Answerer, tls?: { key: string; cert: string }): Promise<LocalServer> {
  const seen: string[] = [];
  const requests: IncomingMessage[] = [];
  const listener: RequestListener = (request, response) => {
    seen.push(`${request.method} ${request.url}`);
    requests.push(request);
    answer(request, response, seen.length);
  };
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  const port = await listen(server);
  return {
    port,
    url: `${tls ? "https" : "http"}://127.0.0.1:${port}`,
    seen,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

export async function listen(server: Server): Promise<number> {
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return (server.address() as AddressInfo).port;
}

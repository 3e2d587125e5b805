import { createServer, request as forward } from "node:http";
import { connect } from "node:net";

import { listen } from "./local-server.ts";

export interface ForwardProxy extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  /** `CONNECT host:port` for tunnels, `GET http://…` for forwarded requests. */
  readonly seen: string[];
  readonly logins: (string | undefined)[];
}

/** A real proxy that resolves every name to loopback and refuses the host `forbidden.test`. */
export async function forwardProxy(): Promise<ForwardProxy> {
  const seen: string[] = [];
  const logins: (string | undefined)[] = [];
  const server = createServer((incoming, outgoing) => {
    seen.push(`${incoming.method} ${incoming.url}`);
    logins.push(incoming.headers["proxy-authorization"]);
    const target = new URL(incoming.url ?? "");
    const upstream = forward(
      { host: "127.0.0.1", port: target.port, path: `${target.pathname}${target.search}`, method: incoming.method },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    upstream.on("error", () => outgoing.destroy());
    incoming.pipe(upstream);
  });
  server.on("connect", (incoming, client) => {
    seen.push(`CONNECT ${incoming.url}`);
    logins.push(incoming.headers["proxy-authorization"]);
    const [host, port] = (incoming.url ?? "").split(":");
    if (host === "forbidden.test") {
      client.end("HTTP/1.1 403 Forbidden\r\n\r\n");
      return;
    }
    const upstream = connect(Number(port), "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.pipe(client);
      client.pipe(upstream);
    });
    upstream.on("error", () => client.destroy());
    client.on("error", () => upstream.destroy());
  });
  const port = await listen(server);
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    seen,
    logins,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

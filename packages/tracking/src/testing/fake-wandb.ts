/**
 * A W&B server for tests: it keeps what it is sent as a server would, and is strict. A request that it does not
 * understand, an unknown or missing variable, a gap in a stream of lines or a wrong checksum is a `problem`, and tests
 * assert that there is none. Faults can be put before any request.
 */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { applyFileStream, type FileStreamBody } from "./fake-file-stream.ts";
import { answerGraphql, type GraphqlBody } from "./fake-graphql.ts";
import { FAKE_KEY, type FakeRequest, type FakeWandb, type Fault } from "./fake-state.ts";

export async function fakeWandb(): Promise<FakeWandb> {
  const server = createServer((request, response) => {
    void handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const fake: FakeWandb = {
    url,
    runs: new Map(),
    requests: [],
    problems: [],
    fault: () => undefined,
    stopRequested: false,
    uploads: new Map(),
    close,
    [Symbol.asyncDispose]: close,
  };
  return fake;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    if (body === undefined) return;
    const seen: FakeRequest = {
      method: request.method ?? "",
      path: request.url ?? "",
      operation: operationOf(request.url ?? "", body),
      headers: request.headers,
      body,
    };
    fake.requests.push(seen);
    const fault = fake.fault(seen);
    if (fault && !(await survives(fault, response))) return;
    const { status, json } = answer(fake, seen);
    const text = JSON.stringify(json);
    response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(text) });
    if (fault?.kind !== "half-body") return void response.end(text);
    response.write(text.slice(0, text.length / 2), () => response.destroy());
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks);
}

/** True where the request is answered all the same. */
async function survives(fault: Fault, response: ServerResponse): Promise<boolean> {
  switch (fault.kind) {
    case "status":
      response
        .writeHead(fault.status, fault.headers)
        .end(fault.body ?? JSON.stringify({ error: `fault ${fault.status}` }));
      return false;
    case "hang":
      return false;
    case "reset":
      response.destroy();
      return false;
    case "lie":
      response.writeHead(200, { "content-type": "application/json" }).end(fault.body);
      return false;
    case "slow":
      await new Promise((resolve) => setTimeout(resolve, fault.milliseconds));
      return true;
    case "half-body":
      return true;
  }
}

interface Answer {
  readonly status: number;
  readonly json: unknown;
}

function answer(fake: FakeWandb, request: FakeRequest): Answer {
  const { path, method, headers, body } = request;
  if (path.startsWith("/upload/")) return upload(fake, request);
  const expected = `Basic ${Buffer.from(`api:${FAKE_KEY}`).toString("base64")}`;
  if (headers.authorization !== expected) return { status: 401, json: { errors: [{ message: "invalid API key" }] } };
  if (path === "/graphql" && method === "POST") {
    return answerGraphql(fake, JSON.parse(body.toString()) as GraphqlBody);
  }
  const stream = /^\/files\/([^/]+)\/([^/]+)\/([^/]+)\/file_stream$/.exec(path);
  if (stream && method === "POST") {
    const run = fake.runs.get(decodeURIComponent(stream[3] ?? ""));
    if (
      !run ||
      run.entity !== decodeURIComponent(stream[1] ?? "") ||
      run.project !== decodeURIComponent(stream[2] ?? "")
    ) {
      fake.problems.push(`file_stream of an unknown run: ${path}`);
      return { status: 404, json: { error: "no such run" } };
    }
    applyFileStream(fake, run, JSON.parse(body.toString()) as FileStreamBody);
    return { status: 200, json: fake.stopRequested ? { stopped: true } : {} };
  }
  fake.problems.push(`${method} ${path} is not known`);
  return { status: 404, json: { error: "not found" } };
}

function upload(fake: FakeWandb, { method, path, headers, body }: FakeRequest): Answer {
  const store = fake.uploads.get(path);
  if (method !== "PUT" || !store) {
    fake.problems.push(`${method} ${path} was not asked for`);
    return { status: 404, json: {} };
  }
  if (headers.authorization !== undefined) fake.problems.push(`${path}: the key was sent to an upload address`);
  const md5 = headers["content-md5"];
  if (md5 !== undefined && md5 !== createHash("md5").update(body).digest("base64")) {
    fake.problems.push(`${path}: Content-MD5 does not match`);
    return { status: 400, json: {} };
  }
  store(body);
  return { status: 200, json: {} };
}

function operationOf(path: string, body: Buffer): string | undefined {
  if (path !== "/graphql") return undefined;
  try {
    const { operationName, query } = JSON.parse(body.toString()) as GraphqlBody;
    return operationName ?? /(?:query|mutation)\s+(\w+)/.exec(query)?.[1];
  } catch {
    return undefined;
  }
}

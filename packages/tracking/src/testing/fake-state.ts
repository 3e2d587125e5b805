import type { IncomingHttpHeaders } from "node:http";

export interface FakeArtifact {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly digest: string;
  readonly clientId: string;
  state: "PENDING" | "COMMITTED";
  manifest: string | undefined;
  readonly files: Map<string, Buffer>;
}

export interface FakeRun {
  readonly id: string;
  readonly entity: string;
  readonly project: string;
  readonly fields: Record<string, unknown>;
  config: Record<string, unknown>;
  readonly history: string[];
  readonly events: string[];
  readonly output: string[];
  summary: string;
  readonly files: Map<string, Buffer>;
  readonly uploaded: Set<string>;
  readonly alerts: Record<string, unknown>[];
  readonly artifacts: FakeArtifact[];
  complete: boolean;
  exitCode: number | undefined;
}

export interface FakeRequest {
  readonly method: string;
  readonly path: string;
  readonly operation: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What happens instead of, or before, the answer. */
export type Fault =
  | {
      readonly kind: "status";
      readonly status: number;
      readonly body?: string;
      readonly headers?: Record<string, string>;
    }
  | { readonly kind: "hang" }
  | { readonly kind: "reset" }
  /** The body stops in the middle and the connection is cut; the request was carried out. */
  | { readonly kind: "half-body" }
  /** 200 with a body that is no JSON; the request was not carried out. */
  | { readonly kind: "lie"; readonly body: string }
  | { readonly kind: "slow"; readonly milliseconds: number };

export interface FakeWandb extends AsyncDisposable {
  readonly url: string;
  readonly runs: Map<string, FakeRun>;
  readonly requests: FakeRequest[];
  readonly problems: string[];
  /** Asked before each request. */
  fault: (request: FakeRequest) => Fault | undefined;
  /** The next answers of file streams say that a person pressed Stop. */
  stopRequested: boolean;
  readonly uploads: Map<string, (bytes: Buffer) => void>;
  /** Cuts all connections and answers no more. */
  close(): Promise<void>;
}

export const FAKE_KEY = "0123456789abcdef0123456789abcdef01234567";
/** The entity of the key's owner, where a run names none. */
export const FAKE_ENTITY = "fake-team";

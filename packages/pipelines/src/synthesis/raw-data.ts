import type { CollectionDefinition, Instant, JsonObject, StoredDocument } from "@mlops/core";

/** A file of raw rows whose bytes are a blob: what `generate` made, for the pipelines that start from it. */
export interface RawDataDocument extends StoredDocument {
  readonly type: "raw_data";
  readonly dataset: string;
  readonly filename: string;
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
  readonly media_type: string;
  readonly rows: number;
  readonly columns: readonly string[];
  readonly synthetic: boolean;
  readonly synthesizer: JsonObject;
  readonly seed: number;
  readonly created_at: Instant;
}

export const rawDataCollection = {
  name: "raw_data",
  instants: ["created_at"],
  indexes: [{ fields: ["dataset", "created_at"] }],
} as const satisfies CollectionDefinition;

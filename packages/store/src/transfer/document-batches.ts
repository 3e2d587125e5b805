import { canonicalJson, type Collection, type StoredDocument } from "@mlops/core";

/** A document with the text that tells it from any other document. */
export interface DocumentText {
  readonly document: StoredDocument;
  readonly text: string;
}

/** Documents of the source that are asked for at once, and how they stand in the target. */
export interface ComparedBatch {
  readonly size: number;
  readonly missing: readonly StoredDocument[];
  readonly same: number;
  /** Ids of documents that the target holds with other content. */
  readonly different: readonly string[];
}

const MOST_DOCUMENTS = 256;
/** UTF-16 units of JSON; documents have up to 15 MiB each. */
const MOST_TEXT = 4_000_000;

/** All documents of a collection in batches of bounded size. */
export async function* documentBatches(source: Collection<StoredDocument>): AsyncIterable<readonly DocumentText[]> {
  let batch: DocumentText[] = [];
  let length = 0;
  for await (const document of source.scan()) {
    const text = canonicalJson(document);
    batch.push({ document, text });
    length += text.length;
    if (batch.length < MOST_DOCUMENTS && length < MOST_TEXT) continue;
    yield batch;
    batch = [];
    length = 0;
  }
  if (batch.length > 0) yield batch;
}

/** Each batch of the source beside what the target holds under the same ids. */
export async function* comparedBatches(
  source: Collection<StoredDocument>,
  target: Collection<StoredDocument>,
): AsyncIterable<ComparedBatch> {
  for await (const batch of documentBatches(source)) {
    const ids = batch.map(({ document }) => document._id);
    const found = await target.find({ filter: { where: { _id: { in: ids } } } });
    yield compare(batch, new Map(found.map((document) => [document._id, canonicalJson(document)])));
  }
}

function compare(batch: readonly DocumentText[], known: ReadonlyMap<string, string>): ComparedBatch {
  const missing = batch.filter(({ document }) => !known.has(document._id));
  const different = batch.filter(({ document, text }) => known.has(document._id) && known.get(document._id) !== text);
  return {
    size: batch.length,
    missing: missing.map(({ document }) => document),
    same: batch.length - missing.length - different.length,
    different: different.map(({ document }) => document._id),
  };
}

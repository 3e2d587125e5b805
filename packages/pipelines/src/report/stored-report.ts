import { type BlobReference, MlopsError, nullifyNonFinite, type Store } from "@mlops/core";
import type { ModelCardData } from "@mlops/reporting";

const MEDIA_TYPE = "application/vnd.mlops.report+json";

/** Stores what report and card of a run show; both are drawn from it whenever they are asked for. */
export async function storeReport(store: Store, data: ModelCardData): Promise<BlobReference> {
  const text = new TextEncoder().encode(JSON.stringify(nullifyNonFinite(data).value));
  return store.blobs.put(text, { mediaType: MEDIA_TYPE });
}

/** @throws MlopsError STORE_BLOB_NOT_FOUND, STORE_BLOB_DAMAGED, REPORT_DATA_INVALID for a blob that is no report */
export async function openReport(store: Store, digest: string): Promise<ModelCardData> {
  const data: unknown = JSON.parse(new TextDecoder().decode(await store.blobs.read(digest)));
  if (typeof data === "object" && data !== null && "report" in data) return data as ModelCardData;
  throw new MlopsError("REPORT_DATA_INVALID", `The blob ${digest} holds no report.`, { details: { digest } });
}

/** The report that a run's result names; undefined for a run that makes none. */
export function reportOf(result: unknown): BlobReference | undefined {
  if (typeof result !== "object" || result === null || !("report" in result)) return undefined;
  const { report } = result;
  return typeof report === "object" && report !== null && "digest" in report ? (report as BlobReference) : undefined;
}

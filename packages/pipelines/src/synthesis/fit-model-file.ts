import { readFile } from "node:fs/promises";
import { basename } from "node:path";

import { openTableFile, type RejectReport } from "@mlops/adapters";
import { MlopsError } from "@mlops/core";
import {
  assertKnownColumns,
  fitCopula,
  type FittedCopula,
  type MetadataFile,
  readMetadata,
} from "@mlops/data-generation";

import { withPlaces } from "./with-places.ts";
import { writeWholeFile } from "./write-whole-file.ts";

export interface FitRequest {
  /** CSV, Parquet or JSON. */
  readonly data: string;
  readonly metadata?: string;
  /** Where the model is written. */
  readonly output: string;
  readonly seed: number;
  readonly signal?: AbortSignal;
}

export interface FittedModelFile extends FittedCopula, RejectReport {
  readonly path: string;
}

/**
 * Fits a distribution model to a file and writes it, whole or not at all.
 *
 * @throws MlopsError FILE_…, SYNTHESIS_… with file and line of what stands in the way
 */
export async function fitModelFile(request: FitRequest): Promise<FittedModelFile> {
  const { data, output, seed, signal } = request;
  const metadata = request.metadata === undefined ? undefined : await readMetadataFile(request.metadata);
  await using file = await openTableFile(data, signal === undefined ? {} : { signal });
  if (metadata !== undefined)
    assertKnownColumns(
      metadata,
      file.schema.map(({ name }) => name),
    );
  const { table, locate, rejected, rejectedCount } = await file.read();
  const fitted = await withPlaces(locate, () =>
    fitCopula(table, { data: basename(data), seed, ...(metadata !== undefined && { metadata }) }),
  );
  await writeWholeFile(output, `${JSON.stringify(fitted.model, null, 1)}\n`);
  return { ...fitted, rejected, rejectedCount, path: output };
}

/** @throws MlopsError FILE_NOT_FOUND, SYNTHESIS_METADATA_INVALID and its kin */
export async function readMetadataFile(path: string): Promise<MetadataFile> {
  return readMetadata(await readText(path), path);
}

/** A text file that a flag names. @throws MlopsError FILE_NOT_FOUND */
export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new MlopsError("FILE_NOT_FOUND", `There is no readable file ${path}.`, { cause, details: { path } });
  }
}

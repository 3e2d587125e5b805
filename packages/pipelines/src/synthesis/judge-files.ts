import { basename } from "node:path";

import { openTableFile } from "@mlops/adapters";
import { type MlopsError, randomKey } from "@mlops/core";
import { judgeQuality, type Metadata, noMetadata, type QualityReport, qualityPage } from "@mlops/data-generation";
import { renderReport } from "@mlops/reporting";
import type { Table } from "@mlops/table";

import { readMetadataFile } from "./fit-model-file.ts";
import { judgeUtility, type Utility } from "./judge-utility.ts";
import { utilityBlocks } from "./utility-blocks.ts";
import { withPlaces } from "./with-places.ts";
import { writeWholeFile } from "./write-whole-file.ts";

export interface QualityRequest {
  readonly real: string;
  readonly synthetic: string;
  /** Rows that the synthesizer never saw. */
  readonly holdout?: string;
  readonly metadata?: string;
  /** Where the page is written. */
  readonly page?: string;
  /** The column that a model learns to predict; the metadata's by default. */
  readonly target?: string;
  readonly seed: number;
  readonly signal?: AbortSignal;
}

export interface JudgedFiles extends QualityReport {
  readonly utility: Utility | null;
  /** Why there is none. */
  readonly utilityReason: string | null;
  readonly page: string | null;
}

/**
 * Compares two files and writes the page of the comparison.
 *
 * @throws MlopsError FILE_…, SYNTHESIS_DATA_INVALID with file and line, TABLE_COLUMN_UNKNOWN
 */
export async function judgeFiles(request: QualityRequest): Promise<JudgedFiles> {
  const metadata = request.metadata === undefined ? noMetadata : (await readMetadataFile(request.metadata)).metadata;
  await using real = await openForPlaces(request.real, request.signal);
  await using synthetic = await openForPlaces(request.synthetic, request.signal);
  await using holdout =
    request.holdout === undefined ? undefined : await openForPlaces(request.holdout, request.signal);
  const key = randomKey(request.seed);
  const judged = await withPlaces(real.locate, () =>
    judgeQuality(real.table, synthetic.table, key, {
      metadata,
      ...(holdout !== undefined && { holdout: holdout.table }),
    }),
  );
  const target = request.target ?? targetIn(metadata);
  const utility =
    target === undefined
      ? null
      : await judgeUtility({
          tables: judged.tables,
          target,
          seed: request.seed,
          ...(request.signal !== undefined && { signal: request.signal }),
        });
  if (request.page !== undefined) {
    const names = { realName: basename(request.real), syntheticName: basename(request.synthetic) };
    const blocks = utility === null ? {} : { utility: utilityBlocks(utility) };
    await writeWholeFile(request.page, renderReport(await qualityPage(judged, { ...names, ...blocks })));
  }
  return {
    ...judged.report,
    utility,
    utilityReason: utility === null ? "no-target" : null,
    page: request.page ?? null,
  };
}

function targetIn({ target }: Metadata): string | undefined {
  return target?.column;
}

interface PlacedTable extends AsyncDisposable {
  readonly table: Table;
  readonly locate: (rows: readonly number[]) => Promise<readonly string[]>;
}

async function openForPlaces(path: string, signal: AbortSignal | undefined): Promise<PlacedTable> {
  const file = await openTableFile(path, signal === undefined ? {} : { signal });
  try {
    const { table, locate } = await file.read();
    return { table, locate, [Symbol.asyncDispose]: () => file[Symbol.asyncDispose]() };
  } catch (error) {
    await file[Symbol.asyncDispose]();
    throw error as MlopsError;
  }
}

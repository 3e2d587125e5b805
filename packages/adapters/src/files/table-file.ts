import { cancelled, MlopsError } from "@mlops/core";
import { columnBuilder, type Schema, Table } from "@mlops/table";

import { appendVector, vectorNumbers, visitTexts } from "../duckdb/chunk-columns.ts";
import type { Duckdb } from "../duckdb/open-duckdb.ts";
import { translateDuckdbError } from "../duckdb/translate-error.ts";
import type { ReadOptions } from "./read-options.ts";
import { RejectLog, type RejectReport } from "./reject-log.ts";
import { checkedColumns, type Places, rowRelation, scanQuery, type ScanPlan } from "./scan-plan.ts";

/** A file opened for reading; dispose it when done. One scan at a time. */
export interface TableFile extends AsyncDisposable {
  readonly path: string;
  readonly schema: Schema;
  /** Tables of `batchRows` rows, the last one shorter (none for a file without rows), in the file's order. */
  batches(): AsyncGenerator<Table>;
  /** What could not be used in the scan by `batches` that ended last. */
  rejected(): Promise<RejectReport>;
  /** The whole file as one table. @throws MlopsError FILE_MEMORY_EXCEEDED beyond `maximumCells` */
  read(): Promise<TableRead>;
  /**
   * Runs one SELECT over the rows: for sums and counts of files that need not fit into memory. The relation has a column
   * `v0`, `v1`, … for each field of the schema, and `n`, the number of the row from 1. Instants are DOUBLE milliseconds.
   */
  select(query: (relation: string) => string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /**
   * The records that the last `select` left out, and where rows stand by their `n`, up to `lastRow`: looking that up reads
   * a text file once more. 0: no row is asked for.
   */
  places(lastRow: number): Promise<Places>;
}

export interface TableRead extends RejectReport {
  readonly table: Table;
  /** Where rows of the table stand, `weather.csv:12` or `weather.parquet (row 11)`; only while the file is open. */
  readonly locate: (rows: readonly number[]) => Promise<readonly string[]>;
}

interface Scan {
  readonly log: RejectLog;
  batches(batchRows: number): AsyncGenerator<{ readonly table: Table; readonly records: Float64Array }>;
}

export function tableFile(
  path: string,
  duckdb: Duckdb,
  plan: ScanPlan,
  options: ReadOptions,
  resources: AsyncDisposable,
): TableFile {
  const schema = plan.columns.map(({ name, type }) => ({ name, type }));
  let last: RejectLog | undefined;
  const report = async (log: RejectLog): Promise<RejectReport> => log.report(await plan.places(log.hasCells));
  return {
    path,
    schema,
    async *batches() {
      const scan = startScan(path, duckdb, plan, options);
      for await (const { table } of scan.batches(options.batchRows ?? 65_536)) yield table;
      last = scan.log;
    },
    rejected: async () => (last === undefined ? { rejected: [], rejectedCount: 0 } : report(last)),
    async read() {
      const scan = startScan(path, duckdb, plan, options);
      let table = Table.fromRows(schema, []);
      let records: Float64Array = new Float64Array();
      for await (const whole of scan.batches(Number.POSITIVE_INFINITY)) ({ table, records } = whole);
      return {
        table,
        ...(await report(scan.log)),
        locate: async (rows) => {
          if (rows.length === 0) return [];
          const places = await plan.places(true);
          return rows.map((row) => places.row(records[row] ?? 0).where);
        },
      };
    },
    async select(query) {
      try {
        await plan.prepare();
        return await duckdb.rows(query(rowRelation(plan)));
      } catch (error) {
        if (options.signal?.aborted) throw cancelled(options.signal.reason);
        throw translateDuckdbError(error, path);
      }
    },
    places: (lastRow) => plan.places(lastRow > 0, lastRow),
    [Symbol.asyncDispose]: () => resources[Symbol.asyncDispose](),
  };
}

function assertFits(path: string, rows: number, columns: number, { maximumCells }: ReadOptions): void {
  if (maximumCells === undefined || rows * columns <= maximumCells) return;
  throw new MlopsError(
    "FILE_MEMORY_EXCEEDED",
    `${path} does not fit into memory: reading stopped at row ${rows} of ${columns} columns.`,
    {
      hint: "Read fewer rows or columns, as by a SELECT over the file: SELECT a, b FROM 'FILE' USING SAMPLE 1000000 ROWS.",
      details: { path, rows, columns, maximumCells },
    },
  );
}

function startScan(path: string, duckdb: Duckdb, plan: ScanPlan, options: ReadOptions): Scan {
  const { columns } = plan;
  const log = new RejectLog(checkedColumns(columns), options.maxRejected ?? 1000);
  return {
    log,
    async *batches(batchRows) {
      const builders = columns.map(({ name, type }) => columnBuilder(type, name, 2048));
      const records = columnBuilder("float64", "n", 2048);
      const finish = () => ({
        table: Table.fromColumns(
          builders.map((builder, index) => [columns[index]?.name ?? "", builder.finish()] as const),
          records.length,
        ),
        records: records.finish().values as Float64Array,
      });
      try {
        await plan.prepare();
        for await (const chunk of duckdb.chunks(scanQuery(plan))) {
          for (const [index, builder] of builders.entries()) appendVector(duckdb.bindings, chunk, index, builder);
          const numbers = vectorNumbers(duckdb.bindings, chunk, columns.length + 1);
          visitTexts(duckdb.bindings, chunk, columns.length, (texts, row) => log.add(numbers[row] ?? 0, texts));
          records.appendBlock(numbers, null, numbers.length);
          if (batchRows === Number.POSITIVE_INFINITY) assertFits(path, records.length, columns.length, options);
          if (records.length >= batchRows) yield finish();
        }
        if (records.length > 0) yield finish();
      } catch (error) {
        if (options.signal?.aborted) throw cancelled(options.signal.reason);
        throw translateDuckdbError(error, path);
      }
    },
  };
}

import { writeTable } from "@mlops/adapters";
import { MlopsError } from "@mlops/core";
import { type Preparation, prepareTable, parseTable } from "@mlops/preprocessing";
import { cellAt, concatTables, makeColumn, Table } from "@mlops/table";

import { fitSteps } from "./fit-steps.ts";
import { openSource } from "./load-rows.ts";
import type { DataSource, TablePlan } from "./table-plan.ts";
import { type PartName, partOf, tableWork } from "./table-work.ts";

/** What a file of prepared rows holds. */
export interface ProcessedRows {
  readonly rows: number;
  readonly columns: number;
  /** Columns of codes and texts: the greatest code + 1, or how many texts there are. */
  readonly categorical: Readonly<Record<string, number>>;
  readonly numeric: readonly string[];
  /** Columns that are carried along as they were: target, entities, time, and of a split `part`. */
  readonly others: readonly string[];
  /** Rows by part of the split; empty where a fitted model prepared them. */
  readonly parts: Readonly<Record<string, number>>;
  readonly warnings: readonly string[];
}

export interface ProcessOptions {
  /** CSV or Parquet, by its ending; its folder exists. */
  readonly path: string;
  readonly seed: number;
  readonly signal?: AbortSignal;
}

const PART = "part";
const order: readonly PartName[] = ["train", "validation", "calibration", "test"];

/**
 * Fits the steps of a plan on its training part and writes all rows as a model sees them, part after part: training rows as
 * training sees them, encoded out of fold and without those that steps drop, the others as at prediction.
 *
 * @throws MlopsError of reading, splitting, preparing and writing
 */
export async function processRows(plan: TablePlan, options: ProcessOptions): Promise<ProcessedRows> {
  const { path, seed, signal } = options;
  const work = await tableWork(plan, seed, signal);
  const { fitted, warnings } = await fitSteps(work, plan, seed);
  const carried = [plan.target, ...plan.exclude].filter((name) => fitted.others.has(name));
  const parts: Record<string, number> = {};
  const tables: Table[] = [];
  for (const name of order) {
    const part = partOf(work, name);
    if (part === undefined) continue;
    const features = name === "train" ? fitted.prepared : prepareTable(part.table, fitted.preparation);
    const others = name === "train" ? fitted.others : part.table;
    tables.push(joined(features, others.select(carried), name));
    parts[name] = features.rowCount;
  }
  const table = concatTables(tables);
  await writeTable(path, table, signal ? { signal } : {});
  const kept = columnKinds();
  kept.add(table, new Set([...carried, PART]));
  return { rows: table.rowCount, ...kept.result(), others: [...carried, PART], parts, warnings };
}

/**
 * Prepares the rows of a source by a fitted preparation, a batch at a time, so that a file may be larger than memory.
 * Columns that the preparation does not take are left out.
 *
 * @throws MlopsError of reading, preparing and writing
 */
export async function processWithModel(
  preparation: Preparation,
  source: DataSource,
  { path, signal }: Pick<ProcessOptions, "path" | "signal">,
): Promise<ProcessedRows> {
  const { parse = { columns: {} } } = preparation.state;
  await using file = await openSource(source, parse, signal);
  const kept = columnKinds();
  async function* prepared(): AsyncGenerator<Table> {
    for await (const batch of file.batches()) {
      const table = prepareTable(parseTable(batch, parse), preparation);
      kept.add(table, new Set());
      yield table;
    }
  }
  const rows = await writeTable(path, prepared(), signal ? { signal } : {});
  if (rows === 0) throw new MlopsError("PREPROCESSING_FIT_INVALID", "The data has no rows.");
  return { rows, ...kept.result(), others: [], parts: {}, warnings: [] };
}

function joined(features: Table, others: Table, part: string): Table {
  const { rowCount } = features;
  const name = makeColumn("string", new Int32Array(rowCount), null, [part]);
  return Table.fromColumns([...features, ...others, [PART, name]], rowCount);
}

/** Collects what columns hold while tables of one schema pass. */
function columnKinds() {
  const greatest = new Map<string, number>();
  const texts = new Map<string, Set<string>>();
  const numeric = new Set<string>();
  let columns = 0;
  const add = (table: Table, others: ReadonlySet<string>): void => {
    columns = table.columnNames.length;
    for (const [name, column] of table) {
      if (others.has(name)) continue;
      if (column.type === "string") {
        const seen = texts.get(name) ?? new Set();
        texts.set(name, seen);
        for (let row = 0; row < column.length; row += 1) {
          const text = cellAt(column, row);
          if (text !== null) seen.add(String(text));
        }
      } else if (column.type === "int32") {
        const most = column.values.reduce((most, code) => Math.max(most, code), greatest.get(name) ?? -1);
        greatest.set(name, most);
      } else numeric.add(name);
    }
  };
  const result = (): Pick<ProcessedRows, "columns" | "categorical" | "numeric"> => ({
    columns,
    categorical: Object.fromEntries([
      ...[...greatest].map(([name, code]) => [name, code + 1] as const),
      ...[...texts].map(([name, seen]) => [name, seen.size] as const),
    ]),
    numeric: [...numeric],
  });
  return { add, result };
}

import { MlopsError, randomKey, splitKey } from "@mlops/core";
import { type Column, makeColumn, type Table, validityOf } from "@mlops/table";

import { assertConstraints } from "../constraints/assert-constraints.ts";
import { compileConstraints } from "../constraints/compile-constraints.ts";
import { type ColumnMetadata, type Metadata, noMetadata } from "../metadata/metadata.ts";
import { assertKnownColumns, type MetadataFile } from "../metadata/read-metadata.ts";
import { correlationMatrix } from "./correlation/correlation-matrix.ts";
import { nearestCorrelation } from "./correlation/nearest-correlation.ts";
import { fitLatents } from "./fit-latents.ts";
import { type ColumnModel, type DistributionModel, MODEL_FORMAT, sealModel } from "./model.ts";
import { type ObservedColumn, observeColumn } from "./observe-column.ts";

export interface FitOptions {
  readonly metadata?: MetadataFile;
  /** Which rows are looked at where there are very many. Default 42. */
  readonly seed?: number | string;
  /** What the model says that it was learnt from. */
  readonly data: string;
  readonly dataDigest?: string;
}

export interface FittedCopula {
  readonly model: DistributionModel;
  /** Sentences for the user. */
  readonly warnings: readonly string[];
  /** The largest change of a correlation that made the matrix one that a normal distribution can have; 0: none was needed. */
  readonly repair: number;
}

/** Fewer rows tell no distribution, and a model of them would give them away. */
const FEWEST_ROWS = 10;

/** Metadata that say nothing. */
export const silentMetadata: MetadataFile = { metadata: noMetadata, where: () => "the metadata" };

/**
 * Learns a Gaussian copula of a table: a distribution for every column, the joint absence of cells, and the correlations
 * of all normal scores.
 *
 * @throws MlopsError SYNTHESIS_DATA_INVALID, SYNTHESIS_METADATA_INVALID, SYNTHESIS_CONSTRAINT_VIOLATED, EXPRESSION_…
 */
export function fitCopula(table: Table, options: FitOptions): FittedCopula {
  const { metadata: file = silentMetadata, seed = 42 } = options;
  const { metadata } = file;
  if (table.columnNames.length === 0) throw new MlopsError("SYNTHESIS_DATA_INVALID", `${options.data} has no columns.`);
  if (table.rowCount < FEWEST_ROWS) {
    throw new MlopsError(
      "SYNTHESIS_DATA_INVALID",
      `${options.data} has ${table.rowCount} row${table.rowCount === 1 ? "" : "s"}; at least ${FEWEST_ROWS} are needed to learn a distribution.`,
    );
  }
  assertKnownColumns(file, table.columnNames);
  const observed = observeTable(table, metadata);
  const constraints = compileConstraints(file, table.schema, (name) => observed.get(name)?.kind === "numbers");
  assertConstraints(withInstants(table, observed), constraints);
  const fitted = fitLatents(table.rowCount, observed, constraints, metadata, splitKey(randomKey(seed), "fit"));
  const repair = nearestCorrelation(correlationMatrix(fitted.latents));
  const sources = fitted.columns;
  const columns = table.schema.map(({ name, type }): ColumnModel => {
    const formula = constraints.formulas.find(({ column }) => column === name);
    const column = sources.get(name);
    if (formula !== undefined)
      return { name, type, is: formulaKind(type), source: { kind: "formula", equals: formula.equals } };
    if (column === undefined) throw new TypeError(`the column ${name} was not learnt`);
    return column;
  });
  const model = sealModel({
    format: MODEL_FORMAT,
    synthesizer: "gaussian-copula",
    fitted: {
      rows: table.rowCount,
      data: options.data,
      ...(options.dataDigest !== undefined && { dataDigest: options.dataDigest }),
    },
    ...(metadata.target !== undefined && { target: metadata.target }),
    columns,
    latents: fitted.latents.map(({ model: latent }) => latent),
    correlations: lowerTriangle(repair.matrix),
    rules: [...constraints.rules],
    constraints: metadata.constraints,
  });
  return { model, warnings: [...warningsOf(observed), ...fitted.warnings], repair: repair.largestChange };
}

function observeTable(table: Table, metadata: Metadata): ReadonlyMap<string, ObservedColumn> {
  const observed = new Map<string, ObservedColumn>();
  const formulas = new Set(metadata.constraints.flatMap((each) => ("formula" in each ? [each.formula.column] : [])));
  for (const [name, column] of table) {
    if (formulas.has(name)) continue;
    observed.set(name, observeColumn(name, column, columnMetadata(name, metadata)));
  }
  return observed;
}

/** Constraints say what a column is, too. */
function columnMetadata(name: string, { columns, constraints }: Metadata): ColumnMetadata {
  const own = Object.hasOwn(columns, name) ? (columns[name] ?? {}) : {};
  if (constraints.some((each) => "unique" in each && each.unique === name)) return { ...own, type: "id" };
  if (constraints.some((each) => "fixed_combinations" in each && each.fixed_combinations.includes(name))) {
    return { ...own, type: "category" };
  }
  return own;
}

/** Dates held as text are instants to constraints. */
function withInstants(table: Table, observed: ReadonlyMap<string, ObservedColumn>): Table {
  let result = table;
  for (const [name, column] of observed) {
    if (column.kind === "numbers" && column.date !== undefined)
      result = result.withColumn(name, instants(column.values));
  }
  return result;
}

function instants(values: Float64Array): Column {
  return makeColumn(
    "instant",
    values,
    validityOf(values.length, (row) => !Number.isNaN(values[row])),
  );
}

function formulaKind(type: Column["type"]): ColumnModel["is"] {
  if (type === "string") return "category";
  if (type === "bool") return "boolean";
  return type === "float64" || type === "float32" ? "numeric" : "integer";
}

const DIGITS = 1e7;

function lowerTriangle(matrix: readonly Float64Array[]): number[] {
  return matrix.flatMap((row, index) => Array.from(row.subarray(0, index), (rho) => Math.round(rho * DIGITS) / DIGITS));
}

/** More texts than this are likely to be names of people or things. */
const MANY_LEVELS = 1000;

function warningsOf(observed: ReadonlyMap<string, ObservedColumn>): string[] {
  return [...observed].flatMap(([name, column]) => {
    if (column.kind === "constant" && column.value === null) {
      return [`The column "${name}" has no value at all; it stays empty.`];
    }
    if (column.kind === "id" && column.type === "string") {
      return [`The column "${name}" names its rows: its texts are made up as ${column.pattern ?? "numbers"}.`];
    }
    if (column.kind === "levels" && column.values.length > MANY_LEVELS) {
      return [
        `The column "${name}" has ${column.values.length} different values, all of which the model keeps: say type: id where they name people or things.`,
      ];
    }
    return [];
  });
}

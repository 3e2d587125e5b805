import { MlopsError, type RandomKey, splitKey } from "@mlops/core";

import type { CompiledConstraints, Order } from "../constraints/compile-constraints.ts";
import { fitMarginal } from "../marginals/fit-marginal.ts";
import type { DistributionName, Metadata } from "../metadata/metadata.ts";
import type { ScoredColumn } from "./correlation/correlation-matrix.ts";
import { levelLatent, numberLatent, type ObservedLatent } from "./latent.ts";
import { missingGroups } from "./missing-groups.ts";
import type { ColumnModel, ColumnSource } from "./model.ts";
import type { ModelCell, ObservedColumn, ObservedLevels, ObservedNumbers } from "./observe-column.ts";
import { orderLevels, type Partner } from "./order-levels.ts";
import { sampleRows } from "./sample-rows.ts";

/** Rows from which distributions and correlations are estimated: their errors are then below a third of a percent. */
const MARGINAL_ROWS = 200_000;
const CORRELATION_ROWS = 100_000;
/** Categories of other columns that a category is compared by. */
const MOST_PARTNERS = 160;
const MOST_PARTNER_LEVELS = 12;

export interface FittedLatents {
  readonly latents: readonly (ObservedLatent & ScoredColumn)[];
  readonly columns: ReadonlyMap<string, ColumnModel>;
  readonly warnings: readonly string[];
}

/** Several columns, or one, whose values are levels of one latent. */
interface LevelGroup {
  readonly columns: readonly ObservedLevels[];
  readonly codes: Int32Array;
  readonly counts: Float64Array;
  /** By level, the value of each column. */
  readonly values: readonly (readonly ModelCell[])[];
}

/** Latents of numbers first, then of absence, then of levels, which are ordered by what they have to do with the others. */
export function fitLatents(
  rows: number,
  observed: ReadonlyMap<string, ObservedColumn>,
  constraints: CompiledConstraints,
  metadata: Metadata,
  key: RandomKey,
): FittedLatents {
  const latents: ObservedLatent[] = [];
  const sources = new Map<string, ColumnSource>();
  const marginalRows = sampleRows(rows, MARGINAL_ROWS, splitKey(key, "marginals"));
  const scoredRows = sampleRows(rows, CORRELATION_ROWS, splitKey(key, "correlations"));
  const add = (latent: ObservedLatent): number => latents.push(latent) - 1;

  for (const column of observed.values()) {
    if (column.kind !== "numbers") continue;
    const order = constraints.orders.find(({ high }) => high === column.name);
    const numbers = order === undefined ? column : differenceOf(column, lowerOf(order, observed), order);
    const latent = add(numberLatent(marginalOf(numbers, marginalRows, metadata), at(numbers.values, scoredRows)));
    sources.set(column.name, numberSource(column, numbers, latent, order));
  }

  const combined = new Set(constraints.combinations.flat());
  const described = [...observed.values()];
  const groups = missingGroups(
    described.map((column) => (combined.has(column.name) ? new Uint8Array(rows) : absentOf(column))),
  );
  const missing = new Map<string, number>();
  for (const { columns, absent, count } of groups) {
    const codes = Int32Array.from(scoredRows, (row) => absent[row] ?? 0);
    const latent = add(levelLatent("missing", [rows - count, count], codes));
    for (const index of columns) missing.set(described[index]?.name ?? "", latent);
  }

  const levelGroups = levelGroupsOf(observed, constraints.combinations);
  const partners = partnersOf(latents, levelGroups, scoredRows);
  for (const [index, group] of levelGroups.entries()) {
    const codes = Int32Array.from(scoredRows, (row) => group.codes[row] ?? -1);
    const order = orderLevels(
      codes,
      group.counts.length,
      partners.filter((each) => each.group !== index).map(({ values }) => values),
    );
    const position = new Int32Array(order.length);
    for (const [place, level] of order.entries()) position[level] = place;
    const placed = codes.map((code) => (code < 0 ? -1 : (position[code] ?? -1)));
    const latent = add(
      levelLatent(
        "levels",
        order.map((level) => group.counts[level] ?? 1),
        placed,
      ),
    );
    for (const [part, column] of group.columns.entries()) {
      sources.set(column.name, {
        kind: "levels",
        latent,
        values: order.map((level) => group.values[level]?.[part] ?? null),
      });
    }
  }
  for (const column of observed.values()) {
    if (column.kind === "id") sources.set(column.name, { kind: "id", pattern: column.pattern, first: column.first });
    if (column.kind === "constant") sources.set(column.name, { kind: "constant", value: column.value });
  }

  const columns = new Map<string, ColumnModel>();
  for (const { name, type, is } of observed.values()) {
    const source = sources.get(name);
    const absence = missing.get(name);
    if (source !== undefined)
      columns.set(name, { name, type, is, ...(absence !== undefined && { missing: absence }), source });
  }
  return {
    latents: latents.map((latent) => ({ ...latent, complete: !latent.scores.some(Number.isNaN) })),
    columns,
    warnings: [],
  };
}

function lowerOf({ low }: Order, observed: ReadonlyMap<string, ObservedColumn>): ObservedNumbers {
  const column = observed.get(low);
  if (column?.kind !== "numbers") throw new TypeError(`the column ${low} is not drawn as a number`);
  return column;
}

/** What a column is above another one, which is drawn in its stead. */
function differenceOf(high: ObservedNumbers, low: ObservedNumbers, order: Order): ObservedNumbers {
  const values = high.values.map((value, row) => value - (low.values[row] ?? Number.NaN));
  const decimals = high.decimals === null || low.decimals === null ? null : Math.max(high.decimals, low.decimals);
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const [row, value] of values.entries()) {
    if (Number.isNaN(value)) continue;
    // What 0.3 − 0.1 has behind its last digit is no part of the data.
    const rounded = decimals === null ? value : Number(value.toFixed(Math.max(0, decimals)));
    values[row] = rounded;
    if (rounded < least) least = rounded;
    if (rounded > most) most = rounded;
  }
  if (least > most) {
    throw new MlopsError(
      "SYNTHESIS_DATA_INVALID",
      `No row has both "${order.low}" and "${order.high}", which a constraint keeps in order.`,
    );
  }
  return { ...high, values, decimals, low: least, high: most };
}

function numberSource(
  column: ObservedNumbers,
  drawn: ObservedNumbers,
  latent: number,
  order: Order | undefined,
): ColumnSource {
  const { step, format, date } = column;
  return {
    kind: "number",
    latent,
    low: drawn.low,
    high: drawn.high,
    decimals: drawn.decimals,
    ...(order !== undefined && { above: order.low }),
    ...(step !== undefined && { step }),
    ...(format !== undefined && { format, upperCase: date?.upperCase ?? false }),
  };
}

function marginalOf(column: ObservedNumbers, rows: Int32Array, metadata: Metadata) {
  const values = at(column.values, rows);
  let present = 0;
  for (const value of values) if (!Number.isNaN(value)) values[present++] = value;
  // Very few values may all lie outside the sampled rows.
  const sample = present > 0 ? values.slice(0, present) : column.values.filter((value) => !Number.isNaN(value));
  const sorted = sample.toSorted();
  const own = Object.hasOwn(metadata.columns, column.name) ? metadata.columns[column.name]?.distribution : undefined;
  const distribution = own ?? metadata.default_distribution;
  const choice = { distribution, ksThreshold: metadata.ks_threshold, low: column.low, high: column.high };
  // The default for all columns is only a wish; a column's own is a demand.
  const marginal =
    fitMarginal(sorted, choice) ??
    (own === undefined ? fitMarginal(sorted, { ...choice, distribution: "empirical" }) : undefined);
  return marginal ?? unfit(column.name, distribution);
}

function unfit(column: string, distribution: DistributionName | "auto"): never {
  throw new MlopsError(
    "SYNTHESIS_METADATA_INVALID",
    `The values of the column "${column}" cannot come from a ${distribution} distribution.`,
    {
      details: { column, distribution },
      hint: "Leave the distribution out, or say empirical.",
    },
  );
}

function at(values: Float64Array, rows: Int32Array): Float64Array {
  const picked = new Float64Array(rows.length);
  for (let place = 0; place < rows.length; place += 1) picked[place] = values[rows[place] ?? 0] ?? Number.NaN;
  return picked;
}

function absentOf(column: ObservedColumn): Uint8Array {
  if (column.kind !== "numbers" && column.kind !== "levels") return column.absent;
  const cells = column.kind === "numbers" ? column.values : column.codes;
  const absent = new Uint8Array(cells.length);
  for (let row = 0; row < cells.length; row += 1) {
    const cell = cells[row] ?? 0;
    absent[row] = column.kind === "numbers" ? Number(Number.isNaN(cell)) : Number(cell < 0);
  }
  return absent;
}

function levelGroupsOf(
  observed: ReadonlyMap<string, ObservedColumn>,
  combinations: CompiledConstraints["combinations"],
): LevelGroup[] {
  const combined = new Set(combinations.flat());
  const levels = [...observed.values()].filter((column) => column.kind === "levels");
  const single = levels
    .filter(({ name }) => !combined.has(name))
    .map((column): LevelGroup => ({
      columns: [column],
      codes: column.codes,
      counts: countsOf(column.codes, column.values.length),
      values: column.values.map((value) => [value]),
    }));
  const joined = combinations.flatMap((names) => combinationOf(levels.filter(({ name }) => names.includes(name))));
  return [...single, ...joined];
}

/** Every combination of values that occurs is a level; what is absent is a value like others. */
function combinationOf(columns: readonly ObservedLevels[]): LevelGroup[] {
  const [first] = columns;
  if (first === undefined) return [];
  const known = new Map<string, number>();
  const values: ModelCell[][] = [];
  const codes = Int32Array.from(first.codes, (_, row) => {
    const parts = columns.map((column) => column.codes[row] ?? -1);
    const key = parts.join(",");
    let code = known.get(key);
    if (code === undefined) {
      code = values.push(columns.map((column, part) => column.values[parts[part] ?? -1] ?? null)) - 1;
      known.set(key, code);
    }
    return code;
  });
  return [{ columns, codes, counts: countsOf(codes, values.length), values }];
}

function countsOf(codes: Int32Array, levels: number): Float64Array {
  const counts = new Float64Array(levels);
  for (const code of codes) if (code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

/** What levels are ordered by: scores of the other latents, and the levels of other columns that have few. */
function partnersOf(
  latents: readonly ObservedLatent[],
  groups: readonly LevelGroup[],
  rows: Int32Array,
): readonly { readonly group: number; readonly values: Partner }[] {
  const scored = latents.map(({ scores, shape }) => ({
    group: -1,
    values: scores.map((score) => score / Math.sqrt(shape.variance)),
  }));
  const shown = groups.flatMap((group, index) => {
    const { codes, counts } = group;
    if (counts.length > MOST_PARTNER_LEVELS) return [];
    return Array.from(counts, (count, level) => {
      const share = count / codes.length;
      const spread = Math.sqrt(Math.max(share * (1 - share), 1e-9));
      return {
        group: index,
        values: Float32Array.from(rows, (row) => ((codes[row] === level ? 1 : 0) - share) / spread),
      };
    });
  });
  return [...scored, ...shown].slice(0, MOST_PARTNERS);
}

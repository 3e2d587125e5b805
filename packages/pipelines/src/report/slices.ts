import { compareCodePoints } from "@mlops/core";
import type { CellValue, Table } from "@mlops/table";

/** Rows of one column that belong together: one value of it, or a range of numbers. */
export interface Slice {
  readonly column: string;
  readonly slice: string;
  readonly rows: Uint32Array;
}

const MOST_COLUMNS = 6;
/** Of one column; rarer values stand together. */
const MOST_VALUES = 6;
/** With fewer rows a measure says nothing. */
const FEWEST_ROWS = 10;

/**
 * Slices of the columns between whose values the errors differ most, and of the protected ones.
 *
 * @param protectedNames columns that are sliced in any case, before the others
 * @param errors one number per row, larger where the model did worse
 */
export function sliceRows(
  table: Table,
  columns: readonly string[],
  protectedNames: readonly string[],
  errors: Float64Array,
  { columns: most = MOST_COLUMNS }: { readonly columns?: number } = {},
): readonly Slice[] {
  const candidates = columns
    .map((column) => ({ column, slices: slicesOf(table, column) }))
    .filter(({ slices }) => slices.length > 1)
    .map((candidate) => ({ ...candidate, spread: spreadOf(candidate.slices, errors) }));
  const isProtected = ({ column }: { readonly column: string }): boolean => protectedNames.includes(column);
  const others = candidates.filter((candidate) => !isProtected(candidate)).sort((a, b) => b.spread - a.spread);
  return [...candidates.filter(isProtected), ...others.slice(0, most)].flatMap(({ slices }) => slices);
}

/** How much of the errors' variance lies between the slices: the sum over them of n · (mean − mean of all)². */
function spreadOf(slices: readonly Slice[], errors: Float64Array): number {
  const mean = (rows: Iterable<number>, count: number): number => {
    let sum = 0;
    for (const row of rows) sum += errors[row] ?? 0;
    return sum / count;
  };
  const all = mean(errors.keys(), errors.length);
  // One degree of freedom less for each slice: many slices differ by chance alone.
  const between = slices.reduce((sum, { rows }) => sum + rows.length * (mean(rows, rows.length) - all) ** 2, 0);
  return between / (slices.length - 1);
}

/** The slices of a column in their order, and which of them a cell belongs to. */
interface Slicing {
  readonly labels: readonly string[];
  labelOf(cell: CellValue): string;
}

function slicesOf(table: Table, column: string): readonly Slice[] {
  const cells = Array.from({ length: table.rowCount }, (_, row) => table.cell(column, row));
  const slicing = slicingOf(cells);
  const rowsOf = new Map(slicing.labels.map((label): [string, number[]] => [label, []]));
  for (const [row, cell] of cells.entries()) rowsOf.get(slicing.labelOf(cell))?.push(row);
  return [...rowsOf]
    .filter(([, rows]) => rows.length >= FEWEST_ROWS)
    .map(([slice, rows]) => ({ column, slice, rows: Uint32Array.from(rows) }));
}

function slicingOf(cells: readonly CellValue[]): Slicing {
  const numbers = cells.filter((cell) => typeof cell === "number" || typeof cell === "bigint").map(Number);
  const known = numbers.filter((value) => !Number.isNaN(value));
  return new Set(known).size > MOST_VALUES ? quartiles(known) : values(cells);
}

const MISSING = "missing";
const OTHER = "other";

function isMissing(cell: CellValue): boolean {
  return cell === null || cell === "" || Number.isNaN(cell);
}

function values(cells: readonly CellValue[]): Slicing {
  const counts = new Map<string, number>();
  for (const cell of cells) {
    if (!isMissing(cell)) counts.set(String(cell), (counts.get(String(cell)) ?? 0) + 1);
  }
  const common = [...counts].sort(([, a], [, b]) => b - a).slice(0, MOST_VALUES);
  const named = common.map(([value]) => value).sort((a, b) => Number(a) - Number(b) || compareCodePoints(a, b));
  return {
    labels: [...named, OTHER, MISSING],
    labelOf(cell) {
      if (isMissing(cell)) return MISSING;
      return named.includes(String(cell)) ? String(cell) : OTHER;
    },
  };
}

function quartiles(numbers: readonly number[]): Slicing {
  const sorted = Float64Array.from(numbers).sort();
  const edges = [0.25, 0.5, 0.75].map((share) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  const bounds = [...new Set(edges)];
  const text = (value: number): string => String(Number(value.toPrecision(4)));
  const ranges = [
    `≤ ${text(bounds[0] ?? 0)}`,
    ...bounds.slice(1).map((upper, at) => `${text(bounds[at] ?? 0)} – ${text(upper)}`),
    `> ${text(bounds.at(-1) ?? 0)}`,
  ];
  return {
    labels: [...ranges, MISSING],
    labelOf(cell) {
      if (isMissing(cell)) return MISSING;
      const bound = bounds.findIndex((upper) => Number(cell) <= upper);
      return ranges[bound < 0 ? bounds.length : bound] ?? MISSING;
    },
  };
}

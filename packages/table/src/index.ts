export { type AggregateName, aggregateNames } from "./aggregates.ts";
export { asOfJoin, type AsOfJoinOptions } from "./as-of-join.ts";
export { type ColumnBuilder, columnBuilder } from "./column-builder.ts";
export { assertUniqueNames, unknownColumn } from "./column-errors.ts";
export {
  type BoolColumn,
  cellAt,
  type Column,
  type ColumnOf,
  type ColumnValues,
  type Float32Column,
  type Float64Column,
  type InstantColumn,
  type Int32Column,
  type Int64Column,
  makeColumn,
  type StringColumn,
} from "./column.ts";
export { concatTables } from "./concat.ts";
export { type CellOf, type CellValue, type DataType, dataTypes, describeType, type Row } from "./data-type.ts";
export { type BytesDigest, digestTable, tablesEqual } from "./digest.ts";
export { type Aggregate, groupBy } from "./group-by.ts";
export { type JoinOptions, joinTables } from "./join.ts";
export type { RowView } from "./row-view.ts";
export { type SortKey, sortTable } from "./sort.ts";
export { nearestName } from "./suggest.ts";
export { type Field, type Schema, Table } from "./table.ts";
export { countNulls, isValid, type Validity, validityOf } from "./validity.ts";

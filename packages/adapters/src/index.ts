export type { DuckdbLimits } from "./duckdb/open-duckdb.ts";
export { type TextEncoding, textEncodings } from "./files/decode-text.ts";
export { type FileFormat, fileFormats, formatOf, inspectFile } from "./files/file-format.ts";
export { openTableFile, readTable } from "./files/open-table-file.ts";
export type { ReadOptions } from "./files/read-options.ts";
export type { RejectReport } from "./files/reject-log.ts";
export type { TableFile, TableRead } from "./files/table-file.ts";
export { writeTable, type WriteOptions } from "./files/write-table.ts";
export { queryFiles, type QueryOptions } from "./sql/query-files.ts";

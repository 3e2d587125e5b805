import type { CatalogueArea } from "../catalogue-entry.ts";

export const table = {
  TABLE_COLUMN_UNKNOWN: {
    category: "invalid",
    summary: "A column that was named does not exist.",
    cause: "A misspelt name, other capitals, another delimiter than the file's, or a file of another layout.",
    mend: "Use one of the columns that the message lists.",
  },
  TABLE_COLUMN_DUPLICATE: {
    category: "invalid",
    summary: "Two columns would have the same name.",
    cause: "A header that repeats a name, a rename onto an existing column, or a join of tables that share one.",
    mend: "Rename one of the columns, or give the join a suffix.",
  },
  TABLE_TYPE_MISMATCH: {
    category: "invalid",
    summary: "A column has another type than the operation needs.",
    cause: "Tables of different schemas, or arithmetic on texts.",
    mend: "Read the column with the type that is needed.",
  },
  TABLE_VALUE_INVALID: {
    category: "invalid",
    summary: "A value does not fit the type of its column.",
    cause: "A fraction or a too large number in an integer column, or a text in a column of numbers.",
    mend: "Choose a wider type for the column, or mend the value at the row that the message names.",
  },
  TABLE_SHAPE_INVALID: {
    category: "failed",
    summary: "Arrays, masks or indices do not fit the table.",
    cause: "Columns of different lengths, a mask made for another table, or an index outside the rows.",
    mend: "Build the mask or the column from the same table.",
  },
  TABLE_INTEGER_OVERFLOW: {
    category: "failed",
    summary: "An integer result does not fit into 64 bits.",
    cause: "A sum over very large integers.",
    mend: "Read the column as float64 if an approximate sum is enough.",
  },
  FILE_FORMAT_UNKNOWN: {
    category: "usage",
    summary: "The format of a file is not known.",
    cause: "An ending other than .csv, .tsv, .parquet, .json, .ndjson or .jsonl, and no format given.",
    mend: "Give the format explicitly, or rename the file.",
  },
  FILE_TOO_LARGE: {
    category: "invalid",
    summary: "A file's rows cannot all be in memory at once, which training needs.",
    cause: "A file of several gigabytes on a machine with little memory, or in a container with a limit.",
    mend: "Train on a part of the rows, by a SELECT with LIMIT or USING SAMPLE, or on a machine with more memory.",
    example: "source_uri: \"SELECT * FROM 'data/big.csv' USING SAMPLE 1000000 ROWS\"",
  },
  FILE_EMPTY: {
    category: "invalid",
    summary: "A file has no content.",
    cause: "An export that failed, or a download that was cut off before its first byte.",
    mend: "Produce the file again.",
  },
  FILE_DAMAGED: {
    category: "invalid",
    summary: "A file is not what its format promises.",
    cause: "A truncated copy, binary content under a text ending, an unclosed quote, or another format.",
    mend: "Produce or copy the file again; check that its ending says what it holds.",
  },
  FILE_ENCODING_INVALID: {
    category: "invalid",
    summary: "A text file is not in the encoding that was given.",
    cause: "An export in another encoding, such as euc-kr where utf-8 is expected.",
    mend: "Give the file's encoding (utf-8 or euc-kr) or convert the file to UTF-8.",
  },
  FILE_MEMORY_EXCEEDED: {
    category: "failed",
    summary: "Reading or writing a file needs more memory than allowed.",
    cause: "A file larger than the memory limit in an operation that cannot work by chunk.",
    mend: "Raise the memory limit, read fewer columns, or read by chunk.",
  },
  TIME_ZONE_NEEDED: {
    category: "invalid",
    summary: "A time column has no zone, and none was given.",
    cause: "Local times such as 2013-10-05 08:00 name different instants in different places.",
    mend: "Give the column's time_zone as an IANA name, such as America/New_York.",
  },
  SQL_INVALID: {
    category: "invalid",
    summary: "A query cannot be run.",
    cause: "A mistake in the SQL, an unknown column or table, several statements, or one that changes data.",
    mend: "Mend the SQL where the message points; one SELECT over files is accepted.",
    example: "SELECT age, income, target FROM 'data/customers.parquet' LIMIT 1000",
  },
} as const satisfies CatalogueArea;

import { asUtf8 } from "./decode-text.ts";
import { readCsvHeader } from "./csv-header.ts";
import { delimiterOf } from "./csv-plan.ts";
import { formatOf, inspectFile } from "./file-format.ts";
import { openTableFile } from "./open-table-file.ts";
import type { ReadOptions } from "./read-options.ts";

/**
 * The names of a file's columns: of a CSV file by its header alone, whatever its rows hold; of Parquet by its metadata; of
 * JSON, which has no header, by its objects.
 *
 * @throws MlopsError as `openTableFile`
 */
export async function columnNames(
  path: string,
  options: Pick<ReadOptions, "format" | "encoding" | "delimiter" | "signal"> = {},
): Promise<readonly string[]> {
  if (formatOf(path, options.format) !== "csv") {
    await using file = await openTableFile(path, options);
    return file.schema.map(({ name }) => name);
  }
  await inspectFile(path);
  await using text = await asUtf8(path, options.encoding ?? "utf-8");
  return (await readCsvHeader(text.path, path, delimiterOf(path, options.delimiter))).names;
}

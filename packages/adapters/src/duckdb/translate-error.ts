import { isMlopsError, MlopsError } from "@mlops/core";

/** What DuckDB says of a file, as an error of ours that names the file; its own message stays as the cause. */
export function translateDuckdbError(error: unknown, file: string): Error {
  if (isMlopsError(error) || !(error instanceof Error)) return error as Error;
  const text = error.message;
  // A query that DuckDB does not accept is a fault of ours and no damage of the file; so is any other foreign error.
  if (!/^[A-Z][\w ]* Error: |^INTERRUPT/.test(text) || /^(Binder|Parser|Catalog|Not implemented) Error/.test(text)) {
    return error;
  }
  const first = (text.split("\n")[0] ?? text).replace(/ ?(in file )?['"]\/[^'"]*['"]/g, "");
  const options = { cause: error, details: { file } };
  if (/Out of Memory/i.test(text)) {
    return new MlopsError("FILE_MEMORY_EXCEEDED", `${file} does not fit into the memory limit.`, options);
  }
  if (/Permission denied|No space left|Read-only file system/i.test(text)) {
    return new MlopsError("PERMISSION_DENIED", `${file} cannot be read or written: ${first}`, options);
  }
  if (/INTERRUPT/i.test(text)) return new MlopsError("CANCELLED", `Reading ${file} was stopped.`, options);
  if (/state machine reached an invalid state/i.test(text)) {
    return new MlopsError("FILE_DAMAGED", `${file} is not well-formed CSV: ${first}`, {
      ...options,
      hint: "Check for mixed line ends (LF and CR LF in one file) and for quotes that are not closed.",
    });
  }
  return new MlopsError("FILE_DAMAGED", `${file} cannot be read: ${first}`, options);
}

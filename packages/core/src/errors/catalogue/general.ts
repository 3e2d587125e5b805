import type { CatalogueArea } from "../catalogue-entry.ts";

export const general = {
  INTERNAL_ERROR: {
    category: "failed",
    summary: "Something broke that the product did not foresee.",
    cause: "A bug in mlops or in code that a recipe names.",
    mend: "Run the command again with --verbose and report the stack trace.",
    example: "mlops realtime --verbose",
  },
  CANCELLED: {
    category: "interrupted",
    summary: "The command was stopped before it finished.",
    cause: "Ctrl-C, SIGTERM, or a deadline.",
    mend: "Resume the run that the message names, or run the command again.",
    example: "mlops pipeline resume latest",
  },
  NOT_FOUND: {
    category: "invalid",
    summary: "The thing that was named does not exist.",
    cause: "A misspelt id, or another home folder than the one it was made in.",
    mend: "List what there is and check --home and MLOPS_HOME.",
    example: "mlops runs list",
  },
  INVALID_ARGUMENT: {
    category: "usage",
    summary: "A flag or argument has a value that cannot be used.",
    cause: "A misspelt or out-of-range value.",
    mend: "See the command's --help for the accepted values.",
    example: "mlops realtime --help",
  },
  FILE_NOT_FOUND: {
    category: "invalid",
    summary: "A file named by a flag or a recipe does not exist or cannot be read.",
    cause: "Flag paths are relative to the current folder, paths in YAML to the project root.",
    mend: "Check the path that the message shows in full.",
  },
  PERMISSION_DENIED: {
    category: "unavailable",
    summary: "A file or folder cannot be read or written.",
    cause: "A read-only disk, a full disk, or a folder of another user.",
    mend: "Choose a writable state folder with --home or MLOPS_HOME.",
    example: "mlops realtime --home /tmp/mlops",
  },
  INSTANT_INVALID: {
    category: "usage",
    summary: "A time could not be read as an instant.",
    cause: "Instants need a zone: ISO 8601 with Z or an offset.",
    mend: "Write it like 2013-10-05T12:00:00Z or 2013-10-05T08:00:00-04:00.",
  },
  TIME_ZONE_UNKNOWN: {
    category: "invalid",
    summary: "A time zone is not a name of the IANA database.",
    cause: "A misspelt zone or an abbreviation such as KST.",
    mend: "Use a name such as Asia/Seoul or America/New_York.",
  },
  VALUE_NOT_JSON: {
    category: "failed",
    summary: "A value that must be stored is not plain JSON.",
    cause: "A function, symbol, bigint, cycle or non-finite number in a document or step result.",
    mend: "Return plain data; write non-finite numbers as null with a reason.",
  },
} as const satisfies CatalogueArea;

import type { CatalogueArea } from "../catalogue-entry.ts";

export const cli = {
  COMMAND_UNKNOWN: {
    category: "usage",
    summary: "There is no command of that name.",
    cause: "A misspelt command, or an option of a command written before the command's name.",
    mend: "See `mlops --help` for the commands.",
    example: "mlops --help",
  },
  COMMAND_MISSING: {
    category: "usage",
    summary: "The command line names no command, or only the first word of one.",
    cause: "Commands such as `runs list` have two words.",
    mend: "See `mlops --help` for the commands.",
    example: "mlops runs list",
  },
  OPTION_UNKNOWN: {
    category: "usage",
    summary: "The command has no option of that name.",
    cause: "A misspelt option, or an option of another command.",
    mend: "See the command's --help for its options.",
    example: "mlops runs list --help",
  },
  ARGUMENT_MISSING: {
    category: "usage",
    summary: "An argument or the value of an option was left out.",
    cause: "A required argument is absent, or an option that takes a value stands last.",
    mend: "See the command's --help for its arguments.",
    example: "mlops explain CANCELLED",
  },
  ARGUMENT_UNEXPECTED: {
    category: "usage",
    summary: "There are more arguments than the command takes.",
    cause: "A value with spaces that is not quoted, or an option without its dashes.",
    mend: "Quote values that hold spaces; see the command's --help.",
  },
  ERROR_CODE_UNKNOWN: {
    category: "usage",
    summary: "There is no error code of that name.",
    cause: "A misspelt code, or a code of another version.",
    mend: "Run `mlops explain` without a code for the list.",
    example: "mlops explain",
  },
  LIST_NAME_UNKNOWN: {
    category: "usage",
    summary: "Nothing of that kind has the name.",
    cause: "A misspelt name, or a thing of another kind or version.",
    mend: "Run `mlops list` with the kind alone for all names.",
    example: "mlops list estimators",
  },
  EXTENSION_NOT_FOUND: {
    category: "invalid",
    summary: "A driver or component that the configuration or a recipe names does not exist.",
    cause: "A misspelt built-in name, a file that is not there, or a package that the project does not depend on.",
    mend: "Name a built-in, a file as ./path.ts from the project root, or an installed package.",
    example: "mlops config explain store.driver",
  },
  EXTENSION_INVALID: {
    category: "invalid",
    summary: "A file or package that should hold an extension exports something else.",
    cause: "No default export made by a define… function, or a file outside the project root.",
    mend: "Export the result of the define… function of that kind, from a file inside the project.",
  },
  EXTENSION_CHANGED: {
    category: "conflict",
    summary: "Code that a recipe names is not the code that the run began with.",
    cause: "The file was edited after the run began, and the run was resumed.",
    mend: "Put the file back as it was, or start a new run.",
  },
} as const satisfies CatalogueArea;

/** One thing wrong in a YAML file, a dotenv file or an environment variable. */
export interface Problem {
  readonly code:
    | "YAML_MALFORMED"
    | "KEY_UNKNOWN"
    | "VALUE_INVALID"
    | "REFERENCE_UNRESOLVED"
    | "VERSION_NEWER"
    | "LAYOUT_MIXED";
  /** As it should be shown: relative to the project root where it lies inside. */
  readonly file: string;
  /** Counts from 1; 0 where the input has no lines (environment variables, flags). */
  readonly line: number;
  /** Counts from 1, in characters; 0 as above. */
  readonly column: number;
  /** Dotted path of the key, empty for the whole document. */
  readonly path: string;
  readonly message: string;
  readonly hint: string;
}

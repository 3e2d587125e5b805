/** What kind of failure a code is; the CLI maps it to an exit code. */
export type ErrorCategory =
  | "failed"
  | "usage"
  | "invalid"
  | "gate"
  | "inconclusive"
  | "unavailable"
  | "conflict"
  | "partial"
  | "interrupted";

/** One entry of the error reference: `mlops explain CODE` prints it. */
export interface CatalogueEntry {
  readonly category: ErrorCategory;
  /** One sentence: what the code means. */
  readonly summary: string;
  /** What usually leads to it. */
  readonly cause: string;
  /** What the user does about it. */
  readonly mend: string;
  /** A command or snippet that mends it or shows it. */
  readonly example?: string;
}

export type CatalogueArea = Readonly<Record<string, CatalogueEntry>>;

import type { Dialect } from "./define-dialect.ts";

/** What is known of a library's classes before their table is loaded. */
export interface DialectEntry {
  /** Of its file in `tables/`. */
  readonly name: string;
  readonly library: string;
  /** Native estimators by class path. */
  readonly classes: Readonly<Record<string, string>>;
  load(): Promise<Dialect>;
}

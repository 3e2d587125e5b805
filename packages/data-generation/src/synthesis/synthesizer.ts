import type { Extension, JsonObject, RandomKey } from "@mlops/core";
import type { CellValue, Schema, Table } from "@mlops/table";
import type { z } from "zod";

/** `count` rows of a synthetic table, of which `start` stand before. */
export interface RowRange {
  readonly start: number;
  readonly count: number;
}

/** The outcome that a table is about, and the value that means it came true. */
export interface SynthesisTarget {
  readonly column: string;
  readonly positive: Exclude<CellValue, null>;
}

/** Rows are wanted whose `column` holds `value`; null: whose cell is missing. */
export interface Condition {
  readonly column: string;
  readonly value: CellValue;
}

/**
 * Makes rows of a table, none of which was ever observed: whatever it makes is synthetic and is said to be.
 *
 * Laws: pure; `draw` answers exactly `count` rows of `schema`; the same key and range give the same rows; rows of
 * different keys are independent, so that any number of workers may draw at once. `start` only numbers the rows, for
 * columns whose values must differ in the whole table.
 */
export interface Synthesizer {
  /** Said with every output: `gaussian-copula`. */
  readonly name: string;
  readonly schema: Schema;
  /** What the rows come from, as plain JSON for documents and reports: a model's digest, options, the rows it learned from. */
  readonly lineage: JsonObject;
  readonly target?: SynthesisTarget;
  /** The texts that a column can hold, where they are finitely many and known. */
  readonly categories?: Readonly<Record<string, readonly string[]>>;
  /** @throws MlopsError SYNTHESIS_CONSTRAINT_UNMET, SYNTHESIS_EXHAUSTED */
  draw(key: RandomKey, range: RowRange): Table;
  /** Rows that were drawn under other numbers, numbered anew from `start`; absent where no column depends on the number. */
  readonly renumber?: (table: Table, start: number) => Table;
  /**
   * The same synthesizer, all of whose rows meet all conditions. Where it is absent, rows are drawn until enough meet them.
   *
   * @throws MlopsError SYNTHESIS_CONDITION_UNMET for what never happens
   */
  readonly given?: (conditions: readonly Condition[]) => Synthesizer;
}

/** A kind of synthesizer: one file of `synthesizers/`, which default-exports it. */
export interface SynthesizerDefinition<Options extends z.ZodType = z.ZodType> extends Extension<Options> {
  open(options: z.output<Options>): Synthesizer;
}

export function defineSynthesizer<Options extends z.ZodType>(
  definition: SynthesizerDefinition<Options>,
): SynthesizerDefinition<Options> {
  return definition;
}

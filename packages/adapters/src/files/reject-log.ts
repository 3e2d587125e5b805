import type { RejectedInput } from "@mlops/core";
import { type DataType, describeType } from "@mlops/table";

import type { Places, PlannedColumn } from "./scan-plan.ts";

export interface RejectReport {
  /** In the order of the file; at most `maxRejected`. */
  readonly rejected: readonly RejectedInput[];
  /** All of them. */
  readonly rejectedCount: number;
}

interface BadCell {
  readonly record: number;
  readonly column: string;
  readonly type: DataType;
  readonly text: string;
}

/** A report shows the beginning of long texts. */
const longestText = 200;

function shorten(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText)}…`;
}

/** Takes note of the bad cells of a scan; where they stand is looked up once, at the end. */
export class RejectLog {
  readonly #checked: readonly PlannedColumn[];
  readonly #max: number;
  readonly #cells: BadCell[] = [];
  #count = 0;

  constructor(checked: readonly PlannedColumn[], max: number) {
    this.#checked = checked;
    this.#max = max;
  }

  get hasCells(): boolean {
    return this.#count > 0;
  }

  /** @param texts a JSON array: the text of each checked column that was bad in this row, else null */
  add(record: number, texts: string): void {
    const parsed = JSON.parse(texts) as readonly (string | null)[];
    for (const [index, text] of parsed.entries()) {
      const column = this.#checked[index];
      if (text === null || column === undefined) continue;
      this.#count += 1;
      if (this.#cells.length < this.#max)
        this.#cells.push({ record, column: column.name, type: column.type, text: shorten(text) });
    }
  }

  report(places: Places): RejectReport {
    const cells = this.#cells.map(({ record, column, type, text }) => {
      const { where, line } = places.row(record);
      const message = `"${text}" is not ${describeType(type)}${type === "instant" ? " (ISO 8601 with a zone)" : ""}.`;
      return { order: line ?? record, rejected: { where, column, text, message } satisfies RejectedInput };
    });
    const rows = places.broken.slice(0, this.#max).map(({ where, line, text, message }) => ({
      order: line ?? 0,
      rejected: { where, text: shorten(text), message: `The row was left out: ${message}` } satisfies RejectedInput,
    }));
    const all = [...cells, ...rows].sort((a, b) => a.order - b.order).slice(0, this.#max);
    return { rejected: all.map((entry) => entry.rejected), rejectedCount: this.#count + places.broken.length };
  }
}

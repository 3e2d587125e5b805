import { cellAt, type Column } from "./column.ts";
import type { CellValue } from "./data-type.ts";

/** A cursor on one row of a table. */
export interface RowView {
  readonly index: number;
  /** @throws MlopsError TABLE_COLUMN_UNKNOWN */
  get(name: string): CellValue;
}

interface MovableRowView extends RowView {
  at(index: number): RowView;
}

export function rowView(columnOf: (name: string) => Column): MovableRowView {
  const columns = new Map<string, Column>();
  let current = 0;
  const view: MovableRowView = {
    get index() {
      return current;
    },
    get(name) {
      let column = columns.get(name);
      if (column === undefined) {
        column = columnOf(name);
        columns.set(name, column);
      }
      return cellAt(column, current);
    },
    at(index) {
      current = index;
      return view;
    },
  };
  return view;
}

import type { Style } from "../render/style.ts";
import { renderTable } from "../render/table.ts";
import type { ListItem } from "./list-items.ts";

interface Column {
  readonly heading: string;
  readonly cell: (item: ListItem) => string;
}

const columns: readonly Column[] = [
  { heading: "NAME", cell: ({ name }) => name },
  { heading: "ALSO", cell: ({ aliases }) => aliases.join(", ") },
  { heading: "UNIT", cell: ({ unit }) => (typeof unit === "string" ? unit : "") },
  { heading: "RANGE", cell: ({ range }) => (Array.isArray(range) ? rangeText(range) : "") },
  { heading: "WHAT", cell: ({ summary }) => summary },
];

/** Items as a table; a column that no item has anything for is left out. */
export function itemTable(items: readonly ListItem[], style: Style): string {
  const used = columns.filter(({ cell }) => items.some((item) => cell(item) !== ""));
  return renderTable(
    used.map(({ heading }) => heading),
    items.map((item) => used.map(({ cell }) => cell(item))),
    style,
  );
}

function rangeText([low, high]: readonly unknown[]): string {
  return `${boundText(low, "−∞")} … ${boundText(high, "∞")}`;
}

function boundText(bound: unknown, unbounded: string): string {
  return typeof bound === "number" ? String(Number(bound.toPrecision(4))) : unbounded;
}

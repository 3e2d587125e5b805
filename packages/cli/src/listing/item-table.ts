import type { Style } from "../render/style.ts";
import { renderTable } from "../render/table.ts";
import type { ItemParameter, ListItem } from "./list-items.ts";

interface Column {
  readonly heading: string;
  readonly cell: (item: ListItem) => string;
}

const columns: readonly Column[] = [
  { heading: "NAME", cell: ({ name }) => name },
  { heading: "ALSO", cell: ({ aliases, classes = [], variants }) => otherNames(aliases, classes, variants).join(", ") },
  { heading: "UNIT", cell: ({ unit }) => (typeof unit === "string" ? unit : "") },
  { heading: "TASK", cell: ({ task }) => (typeof task === "string" ? task : "") },
  { heading: "BETTER", cell: ({ better }) => (typeof better === "string" ? better : "") },
  { heading: "FOR", cell: ({ family }) => (typeof family === "string" ? family : "") },
  { heading: "RANGE", cell: ({ range }) => (Array.isArray(range) ? rangeText(range) : "") },
  { heading: "WRITTEN", cell: ({ example }) => (typeof example === "string" ? example : "") },
  { heading: "WHAT", cell: ({ summary }) => summary },
];

/** Items as a table, then the parameters of each that has some; classes of other libraries by name only. */
export function itemTable(items: readonly ListItem[], style: Style): string {
  return [
    overview(items, style),
    ...classTable(items, style),
    ...items.flatMap(({ name, parameters = [] }) => parameterTable(name.toUpperCase(), parameters, style)),
  ].join("\n\n");
}

/** One item with all that it takes; under the name of a class of another library, with what that class takes. */
export function itemDetails(item: ListItem, style: Style): string {
  return [overview([item], style), ...classTable([item], style), ...parameterTables(item, style)].join("\n\n");
}

function classTable(items: readonly ListItem[], style: Style): string[] {
  const rows = items.flatMap(({ name, classes = [] }) => classes.map(({ classPath }) => [classPath, name]));
  return rows.length === 0 ? [] : [renderTable(["CLASS PATH", "IS"], rows, style)];
}

/** A column that no item has anything for is left out. */
function overview(items: readonly ListItem[], style: Style): string {
  const used = columns.filter(({ cell }) => items.some((item) => cell(item) !== ""));
  return renderTable(
    used.map(({ heading }) => heading),
    items.map((item) => used.map(({ cell }) => cell(item))),
    style,
  );
}

function parameterTables({ name, parameters = [], classes = [] }: ListItem, style: Style): string[] {
  return [
    ...parameterTable(name.toUpperCase(), parameters, style),
    ...classes.flatMap((each) => parameterTable(each.classPath, each.parameters, style)),
  ];
}

function parameterTable(heading: string, parameters: readonly ItemParameter[], style: Style): string[] {
  if (parameters.length === 0) return [];
  const rows = parameters.map(({ name, accepted, default: initial, description }) => [
    name,
    accepted,
    initial === null ? null : JSON.stringify(initial),
    description,
  ]);
  return [renderTable([`${heading}: PARAMETER`, "ACCEPTED", "DEFAULT", "WHAT"], rows, style)];
}

/** Class paths have a table of their own. */
function otherNames(
  aliases: readonly string[],
  classes: NonNullable<ListItem["classes"]>,
  variants: unknown,
): string[] {
  const paths = new Set(classes.map(({ classPath }) => classPath));
  return [...aliases.filter((alias) => !paths.has(alias)), ...textsOf(variants)];
}

function rangeText([low, high]: readonly unknown[]): string {
  return `${boundText(low, "−∞")} … ${boundText(high, "∞")}`;
}

function textsOf(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter((item) => typeof item === "string") : [];
}

function boundText(bound: unknown, unbounded: string): string {
  return typeof bound === "number" ? String(Number(bound.toPrecision(4))) : unbounded;
}

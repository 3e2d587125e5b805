import type { Block, Fact, TableBlock } from "../document/report.ts";
import type { DataFacts, LeakCheck, SplitFacts } from "./run-report-data.ts";

/** Where the rows come from, what they hold, how they were parted, and what was found wrong with them. */
export function dataBlocks({ sources, rows, columns, split, leakChecks, rejected }: DataFacts): readonly Block[] {
  const protectedNames = columns.filter((column) => column.protected === true).map(({ name }) => name);
  const synthetic = sources.filter((source) => source.synthetic === true).map(({ name }) => name);
  const facts: readonly Fact[] = [
    { name: "rows", value: rows },
    { name: "columns", value: columns.length },
    { name: "rejected cells", value: rejected.count },
    { name: "protected columns", value: protectedNames.length === 0 ? "none named" : protectedNames.join(", ") },
  ];
  return [
    { kind: "facts", facts },
    ...(synthetic.length === 0
      ? []
      : [{ kind: "note", level: "warning", text: `Synthetic data, not observed: ${synthetic.join(", ")}.` } as const]),
    sourceTable(sources),
    ...splitBlocks(split),
    ...leakBlocks(leakChecks),
    ...(rejected.count === 0 ? [] : [rejectedTable(rejected)]),
    columnTable(columns),
  ];
}

function sourceTable(sources: DataFacts["sources"]): TableBlock {
  return {
    kind: "table",
    caption: "Sources",
    columns: [
      { name: "source" },
      { name: "rows" },
      { name: "size", format: "bytes" },
      { name: "licence" },
      { name: "SHA-256" },
    ],
    rows: sources.map(({ name, rows, bytes, licence, digest }) => [
      name,
      rows,
      bytes ?? null,
      licence ?? null,
      { code: digest },
    ]),
  };
}

function splitBlocks({ kind, seed, digest, parts, purged }: SplitFacts): readonly Block[] {
  const temporal = parts.some(({ from }) => from !== undefined);
  const means = parts.some(({ targetMean }) => targetMean !== undefined);
  return [
    {
      kind: "table",
      caption: `Split: ${kind}`,
      columns: [
        { name: "part" },
        { name: "rows" },
        ...(means ? [{ name: "target mean" }] : []),
        ...(temporal ? [{ name: "from" }, { name: "to" }] : []),
        { name: "digest of row keys" },
      ],
      rows: parts.map(({ name, rows, targetMean, from, to, digest: keys }) => [
        name,
        rows,
        ...(means ? [targetMean ?? null] : []),
        ...(temporal ? [from === undefined ? null : { instant: from }, to === undefined ? null : { instant: to }] : []),
        { code: keys },
      ]),
    },
    {
      kind: "facts",
      facts: [
        { name: "manifest of the split", value: { code: digest } },
        ...(seed === undefined ? [] : [{ name: "seed of the split", value: seed, format: "plain" as const }]),
        ...(purged === undefined ? [] : [{ name: "rows in no part", value: purged }]),
      ],
    },
  ];
}

function leakBlocks(checks: readonly LeakCheck[]): readonly Block[] {
  if (checks.length === 0) return [{ kind: "note", level: "warning", text: "No check for leaks was run." }];
  const found = checks.filter(({ result }) => result === "reported" || result === "refused");
  return [
    ...found.map(
      ({ check, detail }) =>
        ({ kind: "note", level: "warning", text: [check, detail].filter(Boolean).join(": ") }) as const,
    ),
    {
      kind: "table",
      caption: "Leak checks",
      columns: [{ name: "check" }, { name: "result" }, { name: "detail" }],
      rows: checks.map(({ check, result, detail }) => [check, result, detail ?? null]),
    },
  ];
}

function rejectedTable({ examples }: DataFacts["rejected"]): TableBlock {
  return {
    kind: "table",
    caption: "Rejected cells",
    columns: [{ name: "where" }, { name: "column" }, { name: "text" }, { name: "reason" }],
    rows: examples.map(({ where, column, text, message }) => [
      where,
      column ?? null,
      text === undefined ? null : { code: text },
      message,
    ]),
    maximumRows: 20,
    folded: true,
  };
}

function columnTable(columns: DataFacts["columns"]): TableBlock {
  return {
    kind: "table",
    caption: "Columns",
    columns: [
      { name: "column" },
      { name: "type" },
      { name: "role" },
      { name: "missing" },
      { name: "distinct" },
      { name: "protected" },
    ],
    rows: columns.map(({ name, type, role, missing, distinct, protected: isProtected }) => [
      name,
      type,
      role,
      missing,
      distinct ?? null,
      isProtected === true ? "protected" : null,
    ]),
    maximumRows: 200,
    folded: true,
  };
}

import {
  type Block,
  barChart,
  type Chart,
  histogramChart,
  type Report,
  scatterChart,
  type Section,
  type Value,
} from "@mlops/reporting";

import { type ComparedColumn, type ContinuousColumn, type DiscreteColumn } from "./compared-columns.ts";
import { frequencies } from "./column-scores.ts";
import type { JudgedTables, QualityReport } from "./quality-report.ts";

export interface QualityPageOptions {
  readonly realName: string;
  readonly syntheticName: string;
  /** Of a model that learns from either table, where there is a target. */
  readonly utility?: readonly Block[];
}

/** Columns whose distributions are drawn: those that are least alike. */
const DRAWN_COLUMNS = 8;
const SHOWN_LEVELS = 12;

/** The quality report as one page. */
export async function qualityPage(
  { report, tables, distances }: JudgedTables,
  options: QualityPageOptions,
): Promise<Report> {
  const worst = report.columns
    .toSorted((a, b) => (a.score ?? 2) - (b.score ?? 2))
    .slice(0, DRAWN_COLUMNS)
    .flatMap(({ name }) => tables.columns.find((column) => column.name === name) ?? []);
  const sections: Section[] = [
    { heading: "Summary", blocks: summary(report) },
    {
      heading: "Columns",
      blocks: [await columnBars(report), columnTable(report), ...(await Promise.all(worst.map(distribution)))],
    },
    { heading: "Pairs of columns", blocks: await pairBlocks(report) },
    { heading: "Privacy", blocks: [privacyFacts(report), await distanceChart(distances)] },
    ...(options.utility === undefined ? [] : [{ heading: "Usefulness", blocks: options.utility }]),
  ];
  return {
    title: "Quality of synthetic data",
    subtitle: `${options.syntheticName} (${report.syntheticRows} rows, synthetic) against ${options.realName} (${report.realRows} rows)`,
    sections,
  };
}

function summary({ quality, structure, validity, missingness, privacy }: QualityReport): Block[] {
  const score = (value: number | null, absent: string): Value => value ?? { absent };
  return [
    {
      kind: "facts",
      facts: [
        { name: "Overall quality", value: score(quality.overall, "nothing to compare") },
        { name: "Column shapes", value: score(quality.shapes, "no values") },
        {
          name: `Pair trends (${quality.pairsCounted} pairs)`,
          value: score(quality.pairs, "no pair hangs together in the real table"),
        },
        { name: "Pair trends, all pairs", value: score(quality.allPairs, "one column") },
        { name: "Structure", value: structure.score },
        { name: "Validity", value: validity },
        { name: "Missing values", value: missingness.score },
        { name: "Missing together", value: score(missingness.joint?.score ?? null, "no two incomplete columns") },
        { name: "New rows", value: privacy.newRowShare },
      ],
    },
    {
      kind: "text",
      text: "Scores go from 0 to 1; 1 is the best. Shapes are one minus the largest difference of the distribution functions (numbers) or half the sum of the differences of frequencies (categories). Pair trends count the pairs that hang together in the real table, as the quality report of SDMetrics does.",
    },
    ...(structure.score < 1
      ? [{ kind: "note" as const, level: "problem" as const, text: structureText(structure) }]
      : []),
  ];
}

function structureText({ onlyReal, onlySynthetic, otherTypes }: QualityReport["structure"]): string {
  const parts = [
    onlyReal.length > 0 ? `Only the real table has ${onlyReal.join(", ")}.` : "",
    onlySynthetic.length > 0 ? `Only the synthetic table has ${onlySynthetic.join(", ")}.` : "",
    otherTypes.length > 0 ? `Of another type are ${otherTypes.join(", ")}.` : "",
  ];
  return parts.filter((part) => part !== "").join(" ");
}

async function columnBars({ columns }: QualityReport): Promise<Block> {
  const bars = columns.flatMap(({ name, score }) => (score === null ? [] : [{ label: name, value: score }]));
  const ordered = bars.toSorted((a, b) => a.value - b.value);
  const chart = await barChart(
    { valueTitle: "score", bars: ordered },
    { title: "Shapes of columns, the least alike first", description: "The score of each column.", order: "given" },
  );
  return { kind: "chart", chart };
}

function columnTable({ columns }: QualityReport): Block {
  return {
    kind: "table",
    caption: "All columns",
    folded: columns.length > 30,
    columns: [
      { name: "Column" },
      { name: "Is" },
      { name: "Score" },
      { name: "Metric" },
      { name: "Valid" },
      { name: "Missing, real" },
      { name: "Missing, synthetic" },
    ],
    rows: columns.map((each) => [
      each.name,
      each.is,
      each.score ?? { absent: "no values" },
      each.metric,
      each.validity,
      each.realMissing,
      each.syntheticMissing,
    ]),
  };
}

async function distribution(column: ComparedColumn): Promise<Block> {
  return column.shape === "continuous" ? { kind: "chart", chart: await numberChart(column) } : levelTable(column);
}

function numberChart({ name, real, synthetic }: ContinuousColumn): Promise<Chart> {
  return histogramChart(
    {
      xTitle: name,
      groups: [
        { name: "real", values: real },
        { name: "synthetic", values: synthetic },
      ],
    },
    { title: name },
  );
}

function levelTable({ name, real, synthetic, levels }: DiscreteColumn): Block {
  const [a, b] = [frequencies(real, levels.length), frequencies(synthetic, levels.length)];
  const rows = levels
    .map((level, code) => [level, a?.[code] ?? 0, b?.[code] ?? 0] as const)
    .toSorted((x, y) => y[1] - x[1]);
  return {
    kind: "table",
    caption: name,
    maximumRows: SHOWN_LEVELS,
    columns: [{ name: "Value" }, { name: "Real share" }, { name: "Synthetic share" }],
    rows,
  };
}

async function pairBlocks({ pairs }: QualityReport): Promise<Block[]> {
  const correlated = pairs.filter((pair) => pair.metric === "CorrelationSimilarity" && pair.score !== null);
  const counted = pairs.filter(({ counts }) => counts).toSorted((a, b) => (a.score ?? 0) - (b.score ?? 0));
  const chart: Block[] =
    correlated.length === 0
      ? []
      : [
          {
            kind: "chart",
            chart: await scatterChart(
              {
                x: Float64Array.from(correlated, ({ real = Number.NaN }) => real),
                y: Float64Array.from(correlated, ({ synthetic = Number.NaN }) => synthetic),
                xTitle: "real",
                yTitle: "synthetic",
                reference: "identity",
              },
              { title: "Correlations of numbers", description: "Each pair's correlation in both tables." },
            ),
          },
        ];
  return [
    ...chart,
    {
      kind: "table",
      caption: "Pairs that hang together, the least alike first",
      maximumRows: 25,
      columns: [
        { name: "Column" },
        { name: "Column" },
        { name: "Score" },
        { name: "Metric" },
        { name: "Association, real" },
      ],
      rows: counted.map(({ columns: [first, second], score, metric, association }) => [
        first,
        second,
        score ?? { absent: "constant" },
        metric,
        association,
      ]),
    },
  ];
}

function privacyFacts({ privacy }: QualityReport): Block {
  const { holdout } = privacy;
  const absent: Value = { absent: "no held-out rows were given" };
  return {
    kind: "facts",
    facts: [
      { name: "New rows", value: privacy.newRowShare },
      { name: "Median distance to the nearest real row", value: privacy.medianDistance },
      { name: "The same among real rows", value: privacy.medianRealDistance },
      { name: "Nearer than the nearest 5 % of real rows", value: privacy.tooClose },
      { name: "Nearer to training than to held-out rows", value: holdout?.closerToTraining ?? absent },
      { name: "Protection against overfitting", value: holdout?.score ?? absent },
    ],
  };
}

async function distanceChart({ synthetic, real, holdout }: JudgedTables["distances"]): Promise<Block> {
  const groups = [
    { name: "synthetic to real", values: synthetic },
    { name: "real to real", values: real },
    ...(holdout === null ? [] : [{ name: "synthetic to held-out", values: holdout }]),
  ];
  return {
    kind: "chart",
    chart: await histogramChart({ xTitle: "distance", groups }, { title: "Distance to the nearest row" }),
  };
}

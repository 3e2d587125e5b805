import { formatInstant } from "@mlops/core";

import { numberText } from "../chart/number-text.ts";
import { metricNamed } from "../run/metric-value.ts";
import type { ReportedMetric, RunReportData, TargetReport } from "../run/run-report-data.ts";
import { frontMatter } from "./front-matter.ts";
import { markdownCode, markdownList, markdownTable, markdownText } from "./markdown.ts";

export interface ModelCardData {
  /** The same data as the report of the run, so that both say the same. */
  readonly report: RunReportData;
  /** SPDX identifier. */
  readonly licence?: string;
  readonly tags?: readonly string[];
  /** Of the data, BCP 47. */
  readonly languages?: readonly string[];
  /** What the model is for; said to be missing where it is. */
  readonly intendedUse?: string;
  readonly outOfScope?: readonly string[];
  /** Known limits, beside those that follow from the data. */
  readonly limits?: readonly string[];
}

/**
 * A model card in Markdown in the shape of the Hugging Face hub: what the model is, what it is for, what it was made of,
 * how well it does, what must be known before it is used.
 *
 * M. Mitchell et al., Model Cards for Model Reporting, FAT* 2019.
 */
export function modelCard(card: ModelCardData): string {
  const { report } = card;
  const sections = [
    frontMatter(card),
    `# ${markdownText(report.model.name)}`,
    introduction(report),
    "## Intended use",
    card.intendedUse === undefined ? "Not stated: the recipe names no intended use." : markdownText(card.intendedUse),
    ...(card.outOfScope === undefined ? [] : ["### Out of scope", markdownList(card.outOfScope)]),
    "## Training data",
    dataTables(report),
    "### Protected columns",
    protectedText(report),
    "## Evaluation",
    ...report.targets.flatMap(evaluation),
    "## Limits",
    markdownList([...limitsOf(report), ...(card.limits ?? [])]),
    "## Reproduction",
    reproduction(report),
  ];
  return `${sections.join("\n\n")}\n`;
}

function introduction({ model, run, targets }: RunReportData): string {
  const what = targets.map(({ target, task }) => `${markdownCode(target)} (${task})`).join(", ");
  const version = model.version === undefined ? "" : ` version ${model.version},`;
  return `An ONNX model,${version} fitted by ${markdownCode(model.estimator)}, that predicts ${what} from ${model.inputs.length} columns. Trained by run ${markdownCode(run.id)}, finished ${formatInstant(run.finishedAt)}.`;
}

function dataTables({ data }: RunReportData): string {
  const sources = data.sources.map(({ name, rows, licence, digest, synthetic }) => [
    markdownCode(name),
    numberText(rows),
    licence === undefined ? "not stated" : markdownText(licence),
    synthetic === true ? "synthetic" : "observed",
    markdownCode(digest),
  ]);
  const parts = data.split.parts.map(({ name, rows, digest }) => [
    markdownText(name),
    numberText(rows),
    markdownCode(digest),
  ]);
  return [
    markdownTable(["source", "rows", "licence", "kind", "SHA-256"], sources),
    `Split ${markdownText(data.split.kind)}, manifest ${markdownCode(data.split.digest)}:`,
    markdownTable(["part", "rows", "digest of row keys"], parts),
  ].join("\n\n");
}

function protectedText({ data }: RunReportData): string {
  const named = data.columns.filter((column) => column.protected === true);
  if (named.length === 0)
    return "None is named. That no column is named does not show that none, and no proxy of one, is used.";
  const rows = named.map(({ name, role }) => [markdownCode(name), markdownText(role)]);
  return markdownTable(["column", "role"], rows);
}

function evaluation(target: TargetReport): readonly string[] {
  const baselines = target.baselines;
  const rows = target.metrics.map((metric) => [
    markdownCode(metric.name),
    metricText(metric),
    intervalText(metric),
    numberText(metric.n),
    ...baselines.map(({ metrics }) => metricText(metricNamed(metrics, metric.name))),
  ]);
  return [
    `### ${markdownText(target.target)}, ${markdownText(target.part)} part`,
    markdownTable(["metric", "value", "interval", "n", ...baselines.map(({ name }) => markdownText(name))], rows),
    ...(target.slices.length === 0 ? [] : [sliceTable(target)]),
  ];
}

const MOST_SLICES = 60;

function sliceTable({ slices }: TargetReport): string {
  const name = slices[0]?.metrics[0]?.name ?? "metric";
  const rows = slices
    .slice(0, MOST_SLICES)
    .map(({ column, slice, n, metrics }) => [
      markdownCode(column),
      markdownText(slice),
      numberText(n),
      metricText(metricNamed(metrics, name)),
    ]);
  const table = markdownTable(["column", "slice", "n", markdownCode(name)], rows);
  return slices.length <= MOST_SLICES ? table : `${table}\n\n${slices.length - MOST_SLICES} more slices not shown.`;
}

function metricText(metric: ReportedMetric | undefined): string {
  if (metric === undefined) return "–";
  return metric.value === null ? markdownText(`none: ${metric.reason ?? "undefined"}`) : numberText(metric.value);
}

function intervalText({ interval }: ReportedMetric): string {
  if (interval === undefined) return "–";
  return `${numberText(interval.lower)} – ${numberText(interval.upper)} (${numberText(interval.level, "percent")})`;
}

/** What follows from the data of the run alone. */
function limitsOf({ run, data, model }: RunReportData): readonly string[] {
  const synthetic = data.sources.filter((source) => source.synthetic === true).map(({ name }) => name);
  const leaks = data.leakChecks.filter(({ result }) => result === "reported" || result === "refused");
  const outside = model.outsideArtifact ?? [];
  return [
    ...(run.reasons.length === 0 ? [] : [`The run ended ${run.status}: ${run.reasons.join(", ")}.`]),
    ...(run.warnings ?? []),
    ...(synthetic.length === 0 ? [] : [`Trained on synthetic data: ${synthetic.join(", ")}.`]),
    ...leaks.map(({ check, detail }) => `Possible leak, ${check}${detail === undefined ? "." : `: ${detail}`}`),
    ...(data.leakChecks.length === 0 ? ["No check for leaks was run."] : []),
    ...(outside.length === 0 ? [] : [`Not in the artifact, to be run before it: ${outside.join(", ")}.`]),
    "Measured on the parts named above; nothing is known of data of another time, place or population.",
  ];
}

function reproduction({ run, lineage, model }: RunReportData): string {
  const facts: readonly (readonly [string, string | number | undefined])[] = [
    ["run", run.id],
    ["model SHA-256", model.digest],
    ["recipe digest", lineage.recipeDigest],
    ["config digest", lineage.configDigest],
    ["lockfile digest", lineage.lockfileDigest],
    ["commit", lineage.commit],
    ["seed", lineage.seed],
    ...Object.entries(lineage.versions),
  ];
  const rows = facts.flatMap(([name, value]) =>
    value === undefined ? [] : [[markdownText(name), markdownCode(String(value))]],
  );
  return markdownTable(["what", "value"], rows);
}

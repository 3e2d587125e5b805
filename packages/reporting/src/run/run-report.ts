import { formatInstant } from "@mlops/core";

import type { Block, Report, Section } from "../document/report.ts";
import { classificationBlocks } from "./classification-section.ts";
import { dataBlocks } from "./data-section.ts";
import { lineageBlocks } from "./lineage-section.ts";
import { metricNames, metricNamed, metricValue } from "./metric-value.ts";
import { modelBlocks } from "./model-section.ts";
import { regressionBlocks } from "./regression-section.ts";
import type { RunFacts, RunReportData, TargetReport } from "./run-report-data.ts";

/** Targets that get a section with charts; the metrics of all stand in one table. */
const MOST_TARGETS = 6;

/**
 * The report of a training run, ready to be rendered. Every number in it is one of the data, or counts what is shown.
 *
 * @throws MlopsError REPORT_DATA_INVALID where series do not fit together.
 */
export async function runReport(data: RunReportData): Promise<Report> {
  const { run, targets, model, lineage } = data;
  const sections: Section[] = [];
  if (targets.length > 1) sections.push({ heading: "All targets", blocks: overview(targets) });
  for (const target of targets.slice(0, MOST_TARGETS)) {
    const heading = targets.length > 1 ? `Target ${target.target}` : "Results";
    sections.push({ heading, blocks: await targetBlocks(target) });
  }
  sections.push(
    { heading: "Data", blocks: dataBlocks(data.data) },
    { heading: "Model", blocks: await modelBlocks(model) },
    { heading: "Lineage", blocks: lineageBlocks(run, lineage) },
  );
  return {
    title: run.name,
    subtitle: `Training run ${run.id}, finished ${formatInstant(run.finishedAt)}`,
    status: { status: run.status, reasons: run.reasons },
    sections: sections.map(({ heading, blocks }, at) => ({
      heading,
      blocks: at === 0 ? [...warnings(run), ...blocks] : blocks,
    })),
  };
}

function targetBlocks(target: TargetReport): Promise<readonly Block[]> {
  return target.task === "classification" ? classificationBlocks(target) : regressionBlocks(target);
}

/** They open the first section. */
function warnings({ warnings: texts = [] }: RunFacts): readonly Block[] {
  return texts.map((text) => ({ kind: "note", level: "warning", text }));
}

function overview(targets: readonly TargetReport[]): readonly Block[] {
  const names = metricNames(targets.map(({ metrics }) => metrics));
  return [
    {
      kind: "table",
      caption: "Metrics by target",
      columns: [{ name: "target" }, { name: "task" }, { name: "part" }, ...names.map((name) => ({ name }))],
      rows: targets.map(({ target, task, part, metrics }) => [
        target,
        task,
        part,
        ...names.map((name) => metricValue(metricNamed(metrics, name))),
      ]),
    },
    ...(targets.length > MOST_TARGETS
      ? [
          {
            kind: "note",
            level: "info",
            text: `Charts are shown for the first ${MOST_TARGETS} of ${targets.length} targets.`,
          } as const,
        ]
      : []),
  ];
}

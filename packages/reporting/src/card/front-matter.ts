import type { TargetReport } from "../run/run-report-data.ts";
import type { ModelCardData } from "./model-card.ts";

/** The YAML head that the Hugging Face hub reads. Texts are double-quoted as in JSON, which YAML 1.2 reads alike. */
export function frontMatter({ report, licence, tags = [], languages = [] }: ModelCardData): string {
  const { model, data, targets } = report;
  const tasks = [...new Set(targets.map(pipelineTag))];
  const lines = [
    ...(licence === undefined ? [] : [`license: ${JSON.stringify(licence)}`]),
    ...list("language", languages),
    "library_name: onnx",
    ...(tasks[0] === undefined ? [] : [`pipeline_tag: ${tasks[0]}`]),
    ...list("tags", [...new Set(["tabular", "onnx", model.estimator, ...tags])]),
    ...list(
      "datasets",
      data.sources.map(({ name }) => name),
    ),
    ...list("metrics", [...new Set(targets.flatMap(({ metrics }) => metrics.map(({ name }) => name)))]),
    "model-index:",
    `- name: ${JSON.stringify(model.name)}`,
    "  results:",
    ...targets.flatMap((target) => resultLines(target, data.sources[0]?.name ?? "data")),
  ];
  return `---\n${lines.join("\n")}\n---`;
}

function pipelineTag({ task }: TargetReport): string {
  return task === "classification" ? "tabular-classification" : "tabular-regression";
}

function resultLines(target: TargetReport, dataset: string): readonly string[] {
  const metrics = target.metrics.flatMap(({ name, value }) => (value === null ? [] : [{ name, value }]));
  if (metrics.length === 0) return [];
  return [
    "  - task:",
    `      type: ${pipelineTag(target)}`,
    `      name: ${JSON.stringify(target.target)}`,
    "    dataset:",
    `      type: ${JSON.stringify(dataset)}`,
    `      name: ${JSON.stringify(dataset)}`,
    `      split: ${JSON.stringify(target.part)}`,
    "    metrics:",
    ...metrics.flatMap(({ name, value }) => [
      `    - type: ${JSON.stringify(name)}`,
      `      name: ${JSON.stringify(name)}`,
      `      value: ${value}`,
    ]),
  ];
}

function list(key: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`${key}:`, ...items.map((item) => `- ${JSON.stringify(item)}`)];
}

import type { Chart } from "../chart/chart.ts";
import { barChart } from "../charts/bar-chart.ts";
import { lineChart } from "../charts/line-chart.ts";
import type { Block, Fact, TableBlock } from "../document/report.ts";
import type { ModelFacts } from "./run-report-data.ts";

/** What was fitted: signature, hyper-parameters, size, parity, importance, learning curves. */
export async function modelBlocks(model: ModelFacts): Promise<readonly Block[]> {
  const charts = await Promise.all([importanceChart(model), learningChart(model)]);
  const outside = model.outsideArtifact ?? [];
  return [
    { kind: "facts", facts: factsOf(model) },
    { kind: "facts", title: "Hyper-parameters", facts: hyperParameters(model) },
    ...(outside.length === 0
      ? []
      : [
          {
            kind: "note",
            level: "info",
            text: `Steps that run before the graph and are not in the artifact: ${outside.join(", ")}.`,
          } as const,
        ]),
    ...charts.filter((chart) => chart !== null).map((chart) => ({ kind: "chart", chart }) as const),
    signatureTable("Inputs", model.inputs),
    signatureTable("Outputs", model.outputs),
  ];
}

function factsOf({ name, version, estimator, bytes, digest, parity, inputs }: ModelFacts): readonly Fact[] {
  return [
    { name: "model", value: name },
    ...(version === undefined ? [] : [{ name: "version", value: version, format: "plain" as const }]),
    { name: "estimator", value: estimator },
    { name: "inputs", value: inputs.length },
    { name: "size", value: bytes, format: "bytes" },
    ...(parity === undefined
      ? []
      : [
          { name: "parity: rows compared", value: parity.rows },
          { name: "parity: largest difference", value: parity.largestDifference },
        ]),
    { name: "SHA-256", value: { code: digest } },
  ];
}

function hyperParameters(model: ModelFacts): readonly Fact[] {
  return Object.entries(model.hyperParameters).map(([name, value]) => ({ name, value, format: "plain" }));
}

function signatureTable(caption: string, columns: ModelFacts["inputs"]): TableBlock {
  return {
    kind: "table",
    caption,
    columns: [{ name: "name" }, { name: "type" }],
    rows: columns.map(({ name, type }) => [name, type]),
    maximumRows: 200,
    folded: true,
  };
}

async function importanceChart({ importance }: ModelFacts): Promise<Chart | null> {
  if (importance === undefined || importance.features.length === 0) return null;
  return barChart(
    { valueTitle: importance.kind, bars: importance.features.map(({ name, value }) => ({ label: name, value })) },
    { title: "Importance of features", description: `Features by ${importance.kind}, the largest first.` },
  );
}

async function learningChart({ learning }: ModelFacts): Promise<Chart | null> {
  if (learning === undefined) return null;
  const lines = Object.entries(learning.curves).map(([name, y]) => ({ name, y }));
  const steps = lines[0]?.y.length ?? 0;
  if (steps === 0) return null;
  return lineChart(
    { x: Float64Array.from({ length: steps }, (_, at) => at + 1), xTitle: learning.stepName, yTitle: "value", lines },
    { title: "Learning curves", description: `${lines.map(({ name }) => name).join(", ")} by ${learning.stepName}.` },
  );
}

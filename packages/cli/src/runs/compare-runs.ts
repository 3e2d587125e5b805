import { formatInstant, type JsonValue, type RunRecord } from "@mlops/core";

import { inputFacts, testDigest } from "../comparison/run-facts.ts";
import { comparedMetrics, differencesOf, type Sameness, sameness } from "../comparison/side-by-side.ts";
import { type SideBySide, sideBySideFields, sideBySideTables } from "../comparison/side-by-side-text.ts";
import { renderNote } from "../render/note.ts";
import type { Style } from "../render/style.ts";
import { renderTable } from "../render/table.ts";
import { runFields } from "./run-fields.ts";
import { durationText, instantText, statusText } from "./run-text.ts";

export interface RunComparison extends SideBySide {
  readonly runs: readonly RunRecord[];
  /** The rows that judged them, by digest: of trainings on tables. */
  readonly sameTestRows: Sameness;
}

/** What sets runs apart: what they were told, and how they did. */
export function compareRuns(runs: readonly RunRecord[]): RunComparison {
  return {
    runs,
    metrics: comparedMetrics(runs.map(({ metrics }) => metrics ?? {})),
    differences: differencesOf(runs.map(factsOf)),
    sameTestRows: sameness(runs.map(testDigest)),
  };
}

/** The codes of what stands against comparing the metrics. */
export function runComparisonReasons({ runs, sameTestRows }: RunComparison): readonly string[] {
  return [
    ...(new Set(runs.map(({ kind }) => kind)).size > 1 ? ["different-kinds"] : []),
    ...(sameTestRows === false ? ["different-test-rows"] : []),
  ];
}

const sentences: Readonly<Record<string, string>> = {
  "different-kinds": "The runs are of different kinds: metrics of one name need not mean the same.",
  "different-test-rows": "Other rows judged each run's model: their metrics cannot be compared exactly.",
};

/** The fields of `mlops.runs-compare/v1`. */
export function runComparisonDocument(comparison: RunComparison): Readonly<Record<string, unknown>> {
  const { runs, sameTestRows } = comparison;
  return { runs: runs.map(runFields), ...sideBySideFields(comparison), sameTestRows };
}

/** The same for people: a row for each run, then a column for each. */
export function runComparisonText(comparison: RunComparison, style: Style): string {
  const { runs } = comparison;
  const overview = runs.map(({ runId, kind, status, startedAt, finishedAt }) => [
    runId,
    kind,
    statusText(status, style),
    instantText(startedAt),
    durationText(finishedAt === undefined ? undefined : finishedAt - startedAt),
  ]);
  const notes = runComparisonReasons(comparison).map((reason) => renderNote(sentences[reason] ?? reason, style));
  return [
    renderTable(["RUN", "KIND", "STATUS", "STARTED", "TOOK"], overview, style),
    ...sideBySideTables(
      runs.map(({ runId }) => runId),
      comparison,
      style,
    ),
    ...(notes.length === 0 ? [] : [notes.join("\n")]),
  ].join("\n\n");
}

function factsOf(run: RunRecord): ReadonlyMap<string, JsonValue> {
  const { kind, workflowVersion, seed, recipeDigest, at, labels = {}, reasons = [] } = run;
  return new Map<string, JsonValue>([
    ["kind", kind],
    ["workflowVersion", workflowVersion],
    ["seed", seed],
    ["at", formatInstant(at)],
    ...(recipeDigest === undefined ? [] : [["recipeDigest", recipeDigest] as const]),
    ["reasons", [...reasons]],
    ...Object.entries(labels).map(([name, value]) => [`label.${name}`, value] as const),
    ...inputFacts(run),
  ]);
}

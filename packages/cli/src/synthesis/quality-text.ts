import type { JudgedFiles } from "@mlops/pipelines";

import { renderNote } from "../render/note.ts";
import type { Style } from "../render/style.ts";
import { renderFields, renderTable } from "../render/table.ts";

const sentences: Readonly<Record<string, string>> = {
  "structure-differs": "The tables do not have the same columns; see structure in --json.",
  "invalid-values": "Some synthetic values are outside the range or the categories of the real column; see VALID.",
};

/** The comparison for people: the columns that are least alike first, then the scores. */
export function qualityText(judged: JudgedFiles, reasons: readonly string[], style: Style): string {
  const { quality, privacy, missingness, utility } = judged;
  const columns = judged.columns.toSorted((a, b) => (a.score ?? 2) - (b.score ?? 2));
  const rows = columns.map((column) => [
    column.name,
    column.is,
    scoreText(column.score),
    scoreText(column.validity),
    `${percent(column.realMissing)} / ${percent(column.syntheticMissing)}`,
  ]);
  const fields: [string, string][] = [
    ["overall quality", style.bold(scoreText(quality.overall))],
    ["column shapes", scoreText(quality.shapes)],
    [
      "pair trends",
      `${scoreText(quality.pairs)} of ${quality.pairsCounted} pairs that hang together, ${scoreText(quality.allPairs)} of all`,
    ],
    ["structure", scoreText(judged.structure.score)],
    ["validity", scoreText(judged.validity)],
    ["missing values", `${scoreText(missingness.score)}, together ${scoreText(missingness.joint?.score ?? null)}`],
    ["new rows", percent(privacy.newRowShare)],
    [
      "nearest real row",
      `${scoreText(privacy.medianDistance)} away, real rows ${scoreText(privacy.medianRealDistance)} (medians)`,
    ],
    ["privacy", privacyText(judged)],
    ...(utility === null ? [] : [["learning", utilityText(utility)] satisfies [string, string]]),
    ...(judged.page === null ? [] : [["page", judged.page] satisfies [string, string]]),
  ];
  const notes = reasons.map((reason) => renderNote(sentences[reason] ?? reason, style));
  return [
    renderTable(["COLUMN", "IS", "SCORE", "VALID", "MISSING REAL / SYNTHETIC"], rows, style),
    renderFields(fields, style),
    notes.join("\n"),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function privacyText({ privacy }: JudgedFiles): string {
  const { holdout } = privacy;
  if (holdout === null)
    return `${percent(privacy.tooClose)} of rows unusually near to a real one; --holdout tells more`;
  return `${scoreText(holdout.score)}: ${percent(holdout.closerToTraining)} of rows nearer to training than to held-out rows`;
}

function utilityText({
  estimator,
  target,
  trainedOnReal,
  trainedOnSynthetic,
}: NonNullable<JudgedFiles["utility"]>): string {
  const [metric = ""] = Object.keys(trainedOnReal);
  const [real, synthetic] = [trainedOnReal[metric] ?? null, trainedOnSynthetic[metric] ?? null];
  return `${estimator} of ${target}: ${metric} ${scoreText(real)} from real rows, ${scoreText(synthetic)} from synthetic ones`;
}

function scoreText(value: number | null): string {
  return value === null ? "–" : value.toFixed(4);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

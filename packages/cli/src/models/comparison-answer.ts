import type { Sameness } from "../comparison/side-by-side.ts";
import { sideBySideFields, sideBySideTables } from "../comparison/side-by-side-text.ts";
import { renderNote } from "../render/note.ts";
import type { Style } from "../render/style.ts";
import { renderFields } from "../render/table.ts";
import type { ModelComparison } from "./compare-models.ts";
import { versionFields, versionUri } from "./model-fields.ts";

/** The codes of what stands against comparing the metrics. */
export function comparisonReasons({ sameData, sameTestRows, sameTarget }: ModelComparison): readonly string[] {
  return [
    ...(sameTarget === false ? ["different-targets"] : []),
    ...(sameData === false ? ["different-data"] : []),
    ...(sameData === null ? ["data-not-recorded"] : []),
    ...(sameData === true && sameTestRows === false ? ["different-test-rows"] : []),
  ];
}

const sentences: Readonly<Record<string, string>> = {
  "different-targets": "The models predict different targets: their metrics cannot be compared.",
  "different-data":
    "The models were made from different data: their metrics were measured on different rows and cannot be compared.",
  "data-not-recorded":
    "It is not recorded for each model which data it was made from: nothing says that their metrics can be compared.",
  "different-test-rows":
    "The data is the same, but other rows of it judged each model (another seed or split): their metrics cannot be compared exactly.",
};

/** The fields of `mlops.models-compare/v1`. */
export function comparisonDocument(comparison: ModelComparison): Readonly<Record<string, unknown>> {
  const { models, sameData, sameTestRows, sameTarget } = comparison;
  return {
    models: models.map(({ version }) => ({
      ...versionFields(version),
      dataDigest: version.dataDigest ?? null,
      recipeDigest: version.recipeDigest ?? null,
    })),
    ...sideBySideFields(comparison),
    sameData,
    sameTestRows,
    sameTarget,
  };
}

/** The same for people: a column for each model, the best of each metric marked by `*`. */
export function comparisonText(comparison: ModelComparison, style: Style): string {
  const uris = comparison.models.map(({ version }) => versionUri(version));
  const fields = renderFields(
    [
      ["data", samenessText(comparison.sameData)],
      ["test rows", samenessText(comparison.sameTestRows)],
    ],
    style,
  );
  return [
    ...sideBySideTables(uris, comparison, style),
    fields,
    comparisonReasons(comparison)
      .map((reason) => renderNote(sentences[reason] ?? reason, style))
      .join("\n"),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function samenessText(same: Sameness): string {
  if (same === null) return "not recorded for each";
  return same ? "the same" : "different";
}

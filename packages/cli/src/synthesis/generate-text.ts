import type { GeneratedFile, RawDataDocument } from "@mlops/pipelines";

import { renderNote } from "../render/note.ts";
import type { Style } from "../render/style.ts";
import { renderFields } from "../render/table.ts";

const sentences: Readonly<Record<string, string>> = {
  "no-distribution-model":
    "No distribution model was found: the built-in fallback made these rows. Fit your own data with `mlops synthesizer fit --data FILE`.",
};

/** What was made, for people. */
export function generateText(
  file: GeneratedFile,
  kept: RawDataDocument | undefined,
  reasons: readonly string[],
  style: Style,
): string {
  const fields: [string, string][] = [
    ["file", style.bold(file.path)],
    ["rows", `${file.rows} of ${file.columns.length} columns, ${style.yellow("synthetic")}`],
    ["made by", `${file.synthesizer.name}, seed ${file.seed}`],
    ["digest", file.digest],
    ["store", kept === undefined ? "not kept" : `raw_data ${kept._id}`],
  ];
  const notes = reasons.map((reason) => renderNote(sentences[reason] ?? reason, style));
  return [renderFields(fields, style), ...notes].join("\n");
}

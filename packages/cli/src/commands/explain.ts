import { type CatalogueEntry, type ErrorCode, errorCatalogue, isErrorCode, MlopsError } from "@mlops/core";

import { defineCommand } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { didYouMean } from "../parse/did-you-mean.ts";
import { hanging } from "../render/hanging.ts";
import { renderTable } from "../render/table.ts";
import type { Style } from "../render/style.ts";

export default defineCommand({
  name: "explain",
  summary: "Tell an error code's cause and mend; without a code, list them all.",
  examples: [
    { line: "explain CANCELLED", summary: "what it means and what to do" },
    { line: "explain --json", summary: "the whole catalogue" },
  ],
  arguments: [{ name: "CODE", summary: "an error code such as CANCELLED", required: false }],
  options: {},
  run: (_context, { arguments: { code } }) => Promise.resolve(code === undefined ? allCodes() : oneCode(code)),
});

function allCodes() {
  const entries = Object.entries(errorCatalogue).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    outcome: { status: "ok", reasons: [] },
    document: { items: entries.map(([code, entry]) => fieldsOf(code, entry)) },
    human: (style: Style) =>
      renderTable(
        ["CODE", "EXIT", "MEANING"],
        entries.map(([code, { category, summary }]) => [code, exitCodes[category], summary]),
        style,
      ),
  } as const;
}

function oneCode(given: string) {
  const code = given.toUpperCase().replaceAll("-", "_");
  if (!isErrorCode(code)) {
    const hint = didYouMean(code, Object.keys(errorCatalogue));
    throw new MlopsError(
      "ERROR_CODE_UNKNOWN",
      `There is no error code "${given}".`,
      hint === undefined ? {} : { hint },
    );
  }
  const entry: CatalogueEntry = errorCatalogue[code satisfies ErrorCode];
  return {
    outcome: { status: "ok", reasons: [] },
    document: fieldsOf(code, entry),
    human: (style: Style) =>
      [
        `${style.bold(code)}  ${style.dim(`${entry.category}, exit code ${exitCodes[entry.category]}`)}`,
        hanging("", entry.summary, style),
        "",
        hanging(`${style.bold("Cause")}  `, entry.cause, style),
        hanging(`${style.bold("Mend")}   `, entry.mend, style),
        ...(entry.example === undefined ? [] : [`${style.bold("Try")}    ${style.cyan(entry.example)}`]),
      ].join("\n"),
  } as const;
}

function fieldsOf(code: string, entry: CatalogueEntry): Readonly<Record<string, unknown>> {
  return { code, exitCode: exitCodes[entry.category], ...entry };
}

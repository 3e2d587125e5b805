import { type CatalogueEntry, errorCatalogue } from "../packages/core/src/index.ts";

import { exitCodes } from "../packages/cli/src/exit-code.ts";
import { generatedFile, runGenerator } from "./generated-file.ts";

const preface = `# Errors

Generated from the error catalogue by \`node tools/generate-errors-doc.ts\`; \`mlops explain CODE\` prints the same.
With \`--json\`, an error is the document \`{"schema": "mlops.error/v1", "status": "failed", "reasons": [], "error": {"code", "message", "hint", "details"}}\` on stdout.

| exit code | meaning |
| --- | --- |
| 0 | done; also when degraded |
| 1 | failed |
| 2 | the command line cannot be used |
| 3 | configuration, recipe or data are invalid |
| 4 | the gate was not met, a threshold was missed |
| 5 | inconclusive |
| 6 | a dependency is unavailable |
| 7 | conflict, or a lock is held |
| 8 | partial success |
| 130, 143 | stopped by SIGINT, SIGTERM |
`;

/** The error reference. */
export const errorsDocument = generatedFile("docs/errors.md", () => {
  const entries = Object.entries(errorCatalogue).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Promise.resolve(`${preface}\n${entries.map(([code, entry]) => section(code, entry)).join("\n")}`);
});

function section(code: string, { category, summary, cause, mend, example }: CatalogueEntry): string {
  return [
    `## ${code}`,
    "",
    `${summary} (${category}, exit code ${exitCodes[category]})`,
    "",
    `- Cause: ${cause}`,
    `- Mend: ${mend}`,
    ...(example === undefined ? [] : ["", "```", example, "```"]),
    "",
  ].join("\n");
}

await runGenerator(import.meta.url, errorsDocument);

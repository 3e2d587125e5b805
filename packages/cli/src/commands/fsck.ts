import type { StoreFinding } from "@mlops/core";

import { defineCommand } from "../command.ts";
import { renderTable } from "../render/table.ts";

export default defineCommand({
  name: "fsck",
  summary: "Look for damage in the store: documents, blobs, the database's own check.",
  examples: [{ line: "fsck", summary: "read everything once and verify it" }],
  options: {},
  async run({ services, signal }) {
    const store = await services.store();
    const findings: StoreFinding[] = [];
    for await (const finding of store.check({ signal })) findings.push(finding);
    const errors = findings.filter(({ severity }) => severity === "error");
    const reasons = [...new Set(findings.map(({ code }) => code.toLowerCase().replaceAll("_", "-")))];
    return {
      outcome: { status: errors.length > 0 ? "failed" : reasons.length > 0 ? "degraded" : "ok", reasons },
      document: { findings },
      human: (style) =>
        findings.length === 0
          ? style.green("No damage found.")
          : renderTable(
              ["SEVERITY", "CODE", "WHERE", "WHAT"],
              findings.map(({ severity, code, where, message }) => [severity, code, where, message]),
              style,
            ),
    };
  },
});

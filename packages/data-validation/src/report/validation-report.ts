import type { Block, Value } from "@mlops/reporting";

import type { CheckResult, ValidationResult } from "../run/validation-result.ts";

/** The answer as one self-contained HTML page. */
export async function validationReport(result: ValidationResult): Promise<string> {
  const { renderReport } = await import("@mlops/reporting");
  const { suite, data, rows, columns, passed, reasons, checks } = result;
  const open = checks.filter(({ status }) => status !== "passed");
  const held = checks.filter(({ status }) => status === "passed");
  return renderReport({
    title: `Data validation: ${suite}`,
    subtitle: data,
    status: { status: !passed ? "failed" : reasons.length > 0 ? "degraded" : "ok", reasons },
    sections: [
      {
        heading: "Summary",
        blocks: [
          {
            kind: "facts",
            facts: [
              { name: "Rows", value: rows },
              { name: "Columns", value: columns },
              { name: "Checks passed", value: held.length },
              { name: "Checks failed", value: open.filter(({ status }) => status === "failed").length },
              { name: "Checks not judged", value: open.filter(({ status }) => status === "not-judged").length },
            ],
          },
        ],
      },
      ...(open.length === 0
        ? []
        : [
            {
              heading: "What did not hold",
              blocks: [checkBlock("Failed and not judged", open, false), ...exampleBlocks(open)],
            },
          ]),
      ...(held.length === 0 ? [] : [{ heading: "What held", blocks: [checkBlock("Passed", held, open.length > 0)] }]),
    ],
  });
}

function checkBlock(caption: string, checks: readonly CheckResult[], folded: boolean): Block {
  return {
    kind: "table",
    caption,
    columns: ["Check", "Severity", "Expected", "Judged", "Failed", "Found"].map((name) => ({ name })),
    rows: checks.map(({ id, severity, expected, judged, failed, mostly, ...check }): Value[] => [
      id,
      severity,
      mostly === null || mostly === 1 ? expected : `${expected}, for a share of ${mostly}`,
      judged,
      failed,
      [
        ...Object.entries(check.observed).map(([name, value]) => `${name} ${value ?? "none"}`),
        ...(check.reason === null ? [] : [check.reason]),
      ].join(", "),
    ]),
    maximumRows: 1000,
    folded,
  };
}

function exampleBlocks(checks: readonly CheckResult[]): Block[] {
  const rows = checks.flatMap(({ id, examples }) =>
    examples.map(({ where, value, repeats }): Value[] => [
      id,
      { code: where },
      value,
      repeats === undefined ? null : { code: repeats },
    ]),
  );
  if (rows.length === 0) return [];
  return [
    {
      kind: "table",
      caption: "The first rows that failed each check",
      columns: ["Check", "Where", "Value", "Repeats"].map((name) => ({ name })),
      rows,
      maximumRows: 1000,
    },
  ];
}

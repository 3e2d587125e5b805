import type { Block } from "@mlops/reporting";

import type { Utility } from "./judge-utility.ts";

/** The usefulness of synthetic rows for learning, as a table of a report. */
export function utilityBlocks(utility: Utility): readonly Block[] {
  const { target, estimator, testRows, testSource, trainedOnReal, trainedOnSynthetic } = utility;
  const judges = testSource === "holdout" ? "held-out rows" : "real rows, which the synthesizer may have seen";
  return [
    {
      kind: "text",
      text: `A ${estimator} that predicts ${target}, learned once from real and once from synthetic rows, judged on ${testRows} ${judges}.`,
    },
    {
      kind: "table",
      caption: "Learned from",
      columns: [{ name: "Metric" }, { name: "Real rows" }, { name: "Synthetic rows" }],
      rows: Object.keys(trainedOnReal).map((name) => [
        name,
        trainedOnReal[name] ?? { absent: "not defined" },
        trainedOnSynthetic[name] ?? { absent: "not defined" },
      ]),
    },
  ];
}

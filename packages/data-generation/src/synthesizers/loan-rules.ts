import { randomKey, randomStream, splitKey } from "@mlops/core";
import { makeColumn } from "@mlops/table";
import { z } from "zod";

import { loanCategories } from "../loan/loan-columns.ts";
import { drawLoans, loanIds } from "../loan/draw-loans.ts";
import { loanRisk } from "../loan/loan-risk.ts";
import { sigmoid, solveIntercept } from "../outcome/solve-intercept.ts";
import { defineSynthesizer } from "../synthesis/synthesizer.ts";

/** Rows on which the base rate is solved: its standard error is then 0.1 % of rows at most. */
const REFERENCE_ROWS = 65_536;

export default defineSynthesizer({
  name: "loan-rules",
  aliases: ["rules", "fallback"],
  summary: "27 columns of a consumer loan with fixed distributions, and defaults by a risk formula; needs no data.",
  options: z.strictObject({
    default_rate: z.number().min(0).max(1).default(0.067).describe("Share of loans that default."),
  }),
  open({ default_rate: defaultRate }) {
    const reference = drawLoans(splitKey(randomKey("loan-rules"), "reference"), { start: 0, count: REFERENCE_ROWS });
    const intercept = solveIntercept(loanRisk(reference), defaultRate);
    return {
      name: "loan-rules",
      schema: [...reference.schema, { name: "default", type: "int32" }],
      lineage: { rules: "loan/1", defaultRate },
      target: { column: "default", positive: 1 },
      categories: Object.fromEntries(
        Object.entries(loanCategories).map(([name, shares]) => [name, Object.keys(shares)]),
      ),
      renumber: (table, start) => table.withColumn("loan_id", loanIds(start, table.rowCount)),
      draw(key, range) {
        const loans = drawLoans(key, range);
        const stream = randomStream(splitKey(key, "default"));
        const defaults = Int32Array.from(loanRisk(loans), (risk) =>
          stream.uniform() < sigmoid(risk + intercept) ? 1 : 0,
        );
        return loans.withColumn("default", makeColumn("int32", defaults, null));
      },
    };
  },
});

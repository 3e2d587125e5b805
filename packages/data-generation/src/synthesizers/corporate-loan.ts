import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { z } from "zod";

import { defineSynthesizer } from "../synthesis/synthesizer.ts";
import { readTableRules } from "../table-rules/read-table-rules.ts";
import { ruleSynthesizer } from "../table-rules/rule-synthesizer.ts";

/** Ships with the package. */
const file = fileURLToPath(new URL("../../schemas/corporate-loan.yaml", import.meta.url));

export default defineSynthesizer({
  name: "corporate-loan",
  aliases: ["corporate"],
  summary:
    "99 columns of a bank's loans by shipped rules: null blocks, before and after, defaults that can be learned.",
  options: z.strictObject({
    default_rate: z.number().min(0).max(1).default(0.067).describe("Share of loans that default within a month."),
    scenario: z.string().min(1).default("base").describe("`base`, or `drift`, in which other loans default."),
  }),
  open: ({ default_rate: defaultRate, scenario }) =>
    ruleSynthesizer(readTableRules(readFileSync(file), "corporate-loan.yaml"), { defaultRate, scenario }),
});

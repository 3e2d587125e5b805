import { nearestWord } from "@mlops/config";
import { z } from "zod";

import { canonicalMetric, metricNames, metricSpellings } from "../metric-names.ts";

/** A metric by its name or alias. */
export const metricName = z.string().check((context) => {
  if (canonicalMetric(context.value) !== undefined) return;
  const near = nearestWord(context.value, metricNames) ?? nearestWord(context.value, metricSpellings);
  context.issues.push({
    code: "custom",
    input: context.value,
    message: `there is no metric "${context.value}".`,
    params: { hint: near === undefined ? "mlops list metrics shows them." : `Did you mean "${near}"?` },
  });
});

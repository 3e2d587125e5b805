import { isExtensionReference, nearestWord } from "@mlops/config";
import { z } from "zod";

import { canonicalMetric, metricNames, metricSpellings } from "../metric-names.ts";

/** A metric by its name or alias, or a file or package that holds one: `./metrics/my.ts#share`. */
export const metricName = z.string().check((context) => {
  if (canonicalMetric(context.value) !== undefined || isExtensionReference(context.value)) return;
  const near = nearestWord(context.value, metricNames) ?? nearestWord(context.value, metricSpellings);
  context.issues.push({
    code: "custom",
    input: context.value,
    message: `there is no metric "${context.value}".`,
    params: { hint: near === undefined ? "mlops list metrics shows them." : `Did you mean "${near}"?` },
  });
});

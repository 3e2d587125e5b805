import { calibrationGaps } from "../curves/reliability.ts";
import { defineClassificationMetric } from "./classification-metric.ts";
import { defined, unitRange } from "./metric-description.ts";

export default defineClassificationMetric({
  name: "calibration_mce",
  aliases: ["mce", "maximum_calibration_error"],
  summary: "Largest distance, over bins, between the probability given and the share that came true.",
  direction: "minimize",
  range: unitRange,
  degenerate: "Always defined: empty bins are left out.",
  weighted: true,
  needs: "probabilities",
  compute(rows, options) {
    const gaps = calibrationGaps(rows, options);
    return defined(
      gaps.reduce((most, { gap }) => Math.max(most, gap), 0),
      rows.truth.length,
    );
  },
});

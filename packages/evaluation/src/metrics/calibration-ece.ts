import { calibrationGaps } from "../curves/reliability.ts";
import { defineClassificationMetric } from "./classification-metric.ts";
import { defined, unitRange } from "./metric-description.ts";

/** M. P. Naeini, G. F. Cooper & M. Hauskrecht, Obtaining well calibrated probabilities using Bayesian binning, AAAI 2015. */
export default defineClassificationMetric({
  name: "calibration_ece",
  aliases: ["ece", "expected_calibration_error"],
  summary: "Mean distance, over bins, between the probability given and the share that came true.",
  direction: "minimize",
  range: unitRange,
  degenerate: "Always defined: empty bins are left out.",
  weighted: true,
  needs: "probabilities",
  compute(rows, options) {
    const gaps = calibrationGaps(rows, options);
    return defined(
      gaps.reduce((sum, { gap, share }) => sum + gap * share, 0),
      rows.truth.length,
    );
  },
});

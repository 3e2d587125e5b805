/**
 * Test ROC-AUC and R² of linear models, support vectors, naive Bayes and neighbours beside scikit-learn's classes on the same
 * rows, over seeds; and the processor time of the fits. The same solutions are looked for, so that the bounds are narrow.
 * Usage: MLOPS_PYTHON_ONNX=python node bench/estimator-quality-linear.ts [SEEDS] [NAME=FILE.csv,TARGET …]
 */
import { compareEstimators } from "./estimator-quality.ts";

await compareEstimators({
  interpreter: "MLOPS_PYTHON_ONNX",
  requirements: "tools/python/onnx-sklearn.txt",
  script: "estimator-quality-linear.py",
  bounds: { auc: 0.005, r2: 0.01 },
});

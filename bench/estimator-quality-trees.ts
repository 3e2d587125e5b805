/**
 * Test ROC-AUC and R² of gradient boosting, forests and single trees beside the classes of scikit-learn, XGBoost, LightGBM and
 * CatBoost that name them, on the same rows, over seeds; and the processor time of the fits. Trees differ by their random
 * draws, their bins and how they treat ties, so that the bounds are wider than those of linear models.
 * Usage: MLOPS_PYTHON_BOOSTING=python node bench/estimator-quality-trees.ts [SEEDS] [NAME=FILE.csv,TARGET …]
 */
import { compareEstimators } from "./estimator-quality.ts";

await compareEstimators({
  interpreter: "MLOPS_PYTHON_BOOSTING",
  requirements: "tools/python/bench/boosting.txt",
  script: "estimator-quality-trees.py",
  bounds: { auc: 0.01, r2: 0.02 },
});

"""The scikit-learn side of bench/metrics.ts: median processor milliseconds of each task on the same rows, as JSON on stdout.

Usage: python bench/metrics.py FOLDER (holding truth.i32, score.f64, other.f64, y.f64, p.f64)
"""

import json
import pathlib
import sys
import time

import numpy as np
from sklearn import metrics
from sklearn.calibration import calibration_curve
from sklearn.isotonic import IsotonicRegression
from sklearn.model_selection import StratifiedKFold, train_test_split

ROUNDS = 3


def main():
    folder = pathlib.Path(sys.argv[1])
    truth = np.fromfile(folder / "truth.i32", np.int32)
    score = np.fromfile(folder / "score.f64")
    other = np.fromfile(folder / "other.f64")
    y, p = np.fromfile(folder / "y.f64"), np.fromfile(folder / "p.f64")
    predicted = (score >= 0.5).astype(np.int32)
    weights = np.abs(other) + 0.5
    rows = np.arange(len(truth))

    def three_way():
        train, rest = train_test_split(rows, train_size=0.7, stratify=truth, random_state=42)
        train_test_split(rest, train_size=0.5, stratify=truth[rest], random_state=42)

    tasks = {
        "accuracy": lambda: metrics.accuracy_score(truth, predicted),
        "f1": lambda: metrics.f1_score(truth, predicted),
        "mcc": lambda: metrics.matthews_corrcoef(truth, predicted),
        "roc_auc": lambda: metrics.roc_auc_score(truth, score),
        "roc_auc, weighted": lambda: metrics.roc_auc_score(truth, score, sample_weight=weights),
        "pr_auc": lambda: metrics.average_precision_score(truth, score),
        "log_loss": lambda: metrics.log_loss(truth, score),
        "calibration_brier": lambda: metrics.brier_score_loss(truth, score),
        "reliability, equal-mass": lambda: calibration_curve(truth, score, n_bins=10, strategy="quantile"),
        "roc curve": lambda: metrics.roc_curve(truth, score),
        "rmse": lambda: metrics.root_mean_squared_error(y, p),
        "r2": lambda: metrics.r2_score(y, p),
        "median_absolute_error": lambda: metrics.median_absolute_error(y, p),
        "isotonic fit": lambda: IsotonicRegression(out_of_bounds="clip").fit(score, truth),
        "stratified split 70/15/15": three_way,
        "stratified 5-fold": lambda: list(StratifiedKFold(5, shuffle=True, random_state=42).split(rows, truth)),
    }
    medians = {}
    for name, task in tasks.items():
        times = []
        for _ in range(ROUNDS):
            begin = time.process_time()
            task()
            times.append((time.process_time() - begin) * 1000)
        medians[name] = sorted(times)[ROUNDS // 2]
    print(json.dumps(medians))


if __name__ == "__main__":
    main()

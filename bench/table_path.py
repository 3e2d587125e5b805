"""The pandas and scikit-learn side of bench/table-path.ts: processor seconds of each step, as JSON on stdout.

Usage: python bench/table_path.py FILE.csv
"""

import json
import sys
import time

import numpy as np
import pandas as pd
from sklearn import metrics
from sklearn.model_selection import train_test_split


def main():
    seconds = {}

    def timed(name, work):
        start = time.process_time()
        result = work()
        seconds[name] = time.process_time() - start
        return result

    table = timed("load", lambda: pd.read_csv(sys.argv[1]))

    def split():
        rest, test = train_test_split(table, test_size=0.15, stratify=table["bad"], random_state=42)
        train, validation = train_test_split(rest, test_size=0.15 / 0.85, stratify=rest["bad"], random_state=42)
        return train, validation, test

    _, _, test = timed("split", split)
    timed("manifest", lambda: pd.util.hash_pandas_object(table, index=False))

    def judge():
        truth = (test["bad"] == "Y").to_numpy()
        score = 1 / (1 + np.exp(1.2 - test["n0"].to_numpy()))
        predicted = score >= 0.5
        return [
            metrics.accuracy_score(truth, predicted),
            metrics.f1_score(truth, predicted),
            metrics.roc_auc_score(truth, score),
            metrics.average_precision_score(truth, score),
            metrics.log_loss(truth, score),
            metrics.matthews_corrcoef(truth, predicted),
        ]

    timed("metrics", judge)
    print(json.dumps(seconds))


main()

"""Judges synthetic corporate loans by scikit-learn's HistGradientBoosting: reads folders, prints one JSON document.

Usage: judge_corporate_loan.py TREES FOLDER [FOLDER ...]
Each FOLDER holds train.csv and test.csv of one regime, and drift_train.csv and drift_test.csv of the regime after the
drift. Prints, for each folder, ROC AUC and the F1 of defaults (at argmax) of a model fitted on train.csv on test.csv and on
drift_test.csv, and of a model fitted on drift_train.csv on drift_test.csv.
"""

import csv
import json
import os
import sys

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.preprocessing import OrdinalEncoder

TARGET = "DLNQ_1M_FLG"
# What is known only after the month: a model that sees these has seen the outcome. Dates are counted in days elsewhere.
DROPPED = {"STD_DATE_NEW", "init_loan_dt", "loan_deadln_dt", "QUAL_CHG", "NRML_CHG", "SM_CHG", "FXD_UNDER_CHG"}


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    header, rows = rows[0], rows[1:]
    return {name: [row[index] for row in rows] for index, name in enumerate(header)}


def is_number(values):
    try:
        for value in values:
            if value != "":
                float(value)
        return True
    except ValueError:
        return False


class Table:
    def __init__(self, train):
        self.names = [name for name in train if name != TARGET and name not in DROPPED and not name.startswith("AF_")]
        self.numeric = {name: is_number(train[name]) for name in self.names}
        self.encoders = {}
        for name in self.names:
            if not self.numeric[name]:
                encoder = OrdinalEncoder(
                    handle_unknown="use_encoded_value", unknown_value=np.nan, encoded_missing_value=np.nan
                )
                self.encoders[name] = encoder.fit(np.array(train[name], dtype=object).reshape(-1, 1))

    def features(self, columns):
        parts = []
        for name in self.names:
            values = columns[name]
            if self.numeric[name]:
                parts.append(np.array([np.nan if value == "" else float(value) for value in values]))
            else:
                parts.append(self.encoders[name].transform(np.array(values, dtype=object).reshape(-1, 1))[:, 0])
        return np.column_stack(parts)


def target(columns):
    return np.array([value == "Y" for value in columns[TARGET]], dtype=int)


def fit(train):
    table = Table(train)
    model = HistGradientBoostingClassifier(max_iter=int(sys.argv[1]), random_state=0).fit(table.features(train), target(train))
    return table, model


def score(fitted, columns):
    table, model = fitted
    truth = target(columns)
    probability = model.predict_proba(table.features(columns))[:, 1]
    return {
        "rows": len(truth),
        "positive": float(truth.mean()),
        "roc_auc": float(roc_auc_score(truth, probability)),
        "f1": float(f1_score(truth, probability > 0.5)),
    }


def judge(folder):
    train, test, drift_train, drift_test = (
        read(os.path.join(folder, f"{name}.csv")) for name in ("train", "test", "drift_train", "drift_test")
    )
    before = fit(train)
    return {
        "before": score(before, test),
        "afterDrift": score(before, drift_test),
        "retrained": score(fit(drift_train), drift_test),
    }


print(json.dumps([judge(folder) for folder in sys.argv[2:]]))

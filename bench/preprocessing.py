"""The scikit-learn side of bench/preprocessing.ts: median processor milliseconds of each task, and the probabilities, as JSON.

Usage: python bench/preprocessing.py FOLDER NUMBERS TEXTS TRAINING_ROWS
"""

import json
import os
import pathlib
import sys
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

ROUNDS = 5


def median(task):
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        task()
        times.append((time.process_time() - start) * 1000)
    return sorted(times)[ROUNDS // 2]


def main(folder, number_count, text_count, training_rows):
    folder = pathlib.Path(folder)
    numbers = np.column_stack([np.fromfile(folder / f"number_{index}.f64") for index in range(int(number_count))])
    codes = [np.fromfile(folder / f"text_{index}.i32", np.int32) for index in range(int(text_count))]
    # Objects, as tables from pandas hold texts.
    texts = np.column_stack([np.array([f"category {code}" for code in column], dtype=object) for column in codes])
    truth = np.fromfile(folder / "truth.i32", np.int32)
    rows = slice(0, int(training_rows))
    scale = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    encode = OneHotEncoder(handle_unknown="ignore", sparse_output=False)

    def fit():
        return np.hstack([scale.fit_transform(numbers[rows]), encode.fit_transform(texts[rows])])

    def transform():
        return np.hstack([scale.transform(numbers), encode.transform(texts)])

    model = LogisticRegression(C=1.0, tol=1e-10, max_iter=10_000).fit(fit(), truth[rows])
    times = {
        "rows to probabilities": median(lambda: model.predict_proba(transform())),
        "the steps in TypeScript": median(transform),
        "fitting the steps (20,000 rows)": median(fit),
    }
    json.dump({"times": times, "probabilities": model.predict_proba(transform())[:, 1].tolist()}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])

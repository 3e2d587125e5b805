"""The scikit-learn side of bench/estimator-quality-linear.ts: prepared parts of each data set and seed, and what each class reaches.

Usage: python bench/estimator-quality-linear.py FOLDER SEEDS [NAME=FILE.csv,TARGET …]. Writes x and y of the training and the
test part of each data set and seed as float64 files, and tests.json with the score and the fit's processor milliseconds of
each class. breast_cancer, wine and diabetes come with scikit-learn. Texts are one-hot, all columns standardised on the
training part; at most 3,000 rows are drawn for each seed.
"""

import csv
import importlib
import json
import pathlib
import sys
import time
import warnings

import numpy as np
from sklearn import datasets
from sklearn.metrics import r2_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

ROWS = 3000
# Where a solver needs more than its default to end: the product has the same limit.
CLASSIFIERS = {
    "sklearn.linear_model.LogisticRegression": [{"max_iter": 1000}],
    "sklearn.svm.LinearSVC": [{"max_iter": 5000}],
    "sklearn.svm.SVC": [{}, {"kernel": "linear"}, {"kernel": "poly"}],
    "sklearn.naive_bayes.GaussianNB": [{"var_smoothing": 0.01}],
    "sklearn.neighbors.KNeighborsClassifier": [{"n_neighbors": 15}, {"n_neighbors": 15, "weights": "distance"}],
}
REGRESSORS = {
    "sklearn.linear_model.LinearRegression": [{}],
    "sklearn.linear_model.Ridge": [{}],
    "sklearn.linear_model.Lasso": [{"alpha": 0.01}],
    "sklearn.linear_model.LassoCV": [{}],
    "sklearn.linear_model.ElasticNet": [{"alpha": 0.01}],
    "sklearn.svm.LinearSVR": [{"max_iter": 5000}],
    "sklearn.svm.SVR": [{}],
    "sklearn.neighbors.KNeighborsRegressor": [{"n_neighbors": 15}, {"weights": "distance"}],
}


def read(path, target):
    with open(path, encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    rows = [row for row in rows if row[header.index(target)] not in ("", "NA")]
    y = np.array([float(row[header.index(target)]) for row in rows])
    columns = []
    for index, name in enumerate(header):
        texts = [row[index] for row in rows]
        if name in (target, "ID", "time_hour", "wind_gust"):
            continue
        try:
            values = np.array([np.nan if text in ("", "NA") else float(text) for text in texts])
            columns.append(np.where(np.isnan(values), np.nanmean(values), values))
        except ValueError:
            columns += [np.array([text == each for text in texts], float) for each in sorted(set(texts))]
    return np.column_stack(columns), y


def tables(files):
    cancer, wine, diabetes = datasets.load_breast_cancer(), datasets.load_wine(), datasets.load_diabetes()
    yield "breast_cancer", cancer.data, cancer.target.astype(float)
    yield "wine", wine.data, wine.target.astype(float)
    yield "diabetes", diabetes.data, diabetes.target
    for spec in files:
        name, rest = spec.split("=", 1)
        path, target = rest.rsplit(",", 1)
        yield name, *read(path, target)


def score(model, x, y, classes):
    if classes is None:
        return r2_score(y, model.predict(x))
    scores = model.predict_proba(x) if hasattr(model, "predict_proba") else model.decision_function(x)
    if classes == 2:
        return roc_auc_score(y, scores[:, 1] if scores.ndim == 2 else scores)
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True)) if not hasattr(model, "predict_proba") else scores
    return roc_auc_score(y, shifted / shifted.sum(axis=1, keepdims=True), multi_class="ovr", average="macro")


def main(folder, seeds, *files):
    folder = pathlib.Path(folder)
    tests = []
    for name, x, y in tables(files):
        values = np.unique(y)
        classes = len(values) if len(values) <= 20 else None
        for seed in range(int(seeds)):
            rows = np.random.default_rng(seed).permutation(len(y))[:ROWS]
            parts = train_test_split(x[rows], y[rows], test_size=0.3, random_state=seed,
                                     stratify=None if classes is None else y[rows])
            scaler = StandardScaler().fit(parts[0])
            train, test = scaler.transform(parts[0]), scaler.transform(parts[1])
            keep = train.std(axis=0) > 0
            train, test, y_train, y_test = train[:, keep], test[:, keep], parts[2], parts[3]
            stem = f"{name}-{seed}"
            for part, array in {"x": train, "y": y_train, "tx": test, "ty": y_test}.items():
                np.asfortranarray(array).T.astype(np.float64).tofile(folder / f"{stem}.{part}")
            for path, variants in (REGRESSORS if classes is None else CLASSIFIERS).items():
                module, class_name = path.rsplit(".", 1)
                for parameters in variants:
                    model = getattr(importlib.import_module(module), class_name)(**parameters)
                    start = time.process_time()
                    with warnings.catch_warnings():
                        warnings.simplefilter("ignore")
                        model.fit(train, y_train)
                    tests.append({
                        "data": name, "seed": seed, "classes": classes, "columns": train.shape[1],
                        "rows": len(y_train), "testRows": len(y_test), "classPath": path, "parameters": parameters,
                        "ms": 1000 * (time.process_time() - start), "score": score(model, test, y_test, classes),
                    })
    (folder / "tests.json").write_text(json.dumps(tests), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The Python side of bench/estimator-quality.ts: prepared parts of each data set and seed, and what each class reaches.

Writes x and y of the training and the test part as float64 files into the given folder, and one line of JSON for each fit
to standard output. Texts are one-hot, what is missing gets the column's mean; at most 3,000 rows are drawn for each seed.
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


def tables(shipped, files):
    for name in shipped:
        data = getattr(datasets, f"load_{name}")()
        yield name, data.data, data.target.astype(float)
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


def run(shipped, classifiers, regressors, scaled=False, seeded=False, own=None):
    """Fits each class with each of its parameters. Usage of the script that calls: FOLDER SEEDS [NAME=FILE.csv,TARGET …].

    scaled: columns are standardised on the training part; seeded: each fit gets the seed as `random_state`; own: further
    parameters by library that the other side is not told, such as the number of threads.
    """
    folder, seeds, *files = sys.argv[1:]
    libraries = sorted({path.split(".")[0] for path in [*classifiers, *regressors]})
    print(json.dumps({"versions": {name: importlib.import_module(name).__version__ for name in libraries}}), flush=True)
    for name, x, y in tables(shipped, files):
        values, codes = np.unique(y, return_inverse=True)
        classes = len(values) if len(values) <= 20 else None
        y = y if classes is None else codes.astype(float)
        for seed in range(int(seeds)):
            rows = np.random.default_rng(seed).permutation(len(y))[:ROWS]
            train, test, y_train, y_test = train_test_split(
                x[rows], y[rows], test_size=0.3, random_state=seed, stratify=None if classes is None else y[rows])
            if scaled:
                scaler = StandardScaler().fit(train)
                train, test = scaler.transform(train), scaler.transform(test)
            keep = train.std(axis=0) > 0
            train, test = train[:, keep], test[:, keep]
            for part, array in {"x": train, "y": y_train, "tx": test, "ty": y_test}.items():
                np.asfortranarray(array).T.astype(np.float64).tofile(pathlib.Path(folder) / f"{name}-{seed}.{part}")
            for path, variants in (regressors if classes is None else classifiers).items():
                module, class_name = path.rsplit(".", 1)
                for parameters in variants:
                    given = {**parameters, "random_state": seed} if seeded else parameters
                    further = (own or {}).get(path.split(".")[0], {})
                    model = getattr(importlib.import_module(module), class_name)(**given, **further)
                    start = time.process_time()
                    with warnings.catch_warnings():
                        warnings.simplefilter("ignore")
                        model.fit(train, y_train)
                        ms = 1000 * (time.process_time() - start)
                        reached = score(model, test, y_test, classes)
                    print(json.dumps({
                        "data": name, "seed": seed, "classes": classes, "columns": train.shape[1],
                        "rows": len(y_train), "testRows": len(y_test), "classPath": path, "parameters": parameters,
                        "given": given, "ms": ms, "score": reached,
                    }), flush=True)

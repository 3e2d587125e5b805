"""One peer of bench/trees.ts: fits, predicts, prints one line of JSON."""

import json
import resource
import sys
import time

import numpy

COLUMNS, CATEGORICAL, TEST_ROWS = 30, 10, 100_000


def table(task, name, rows):
    columns = numpy.fromfile(f"{task['folder']}/{name}.x", dtype=numpy.float32).reshape(COLUMNS, rows)
    return numpy.ascontiguousarray(columns.T), numpy.fromfile(f"{task['folder']}/{name}.y", dtype=numpy.uint8)


def model_of(name, threads, categorical):
    places = list(range(COLUMNS - CATEGORICAL, COLUMNS)) if categorical else None
    if name == "sklearn":
        import sklearn
        from sklearn.ensemble import HistGradientBoostingClassifier

        model = HistGradientBoostingClassifier(early_stopping=False, categorical_features=places)
        return model, sklearn.__version__, {}
    if name == "sklearn-forest":
        import sklearn
        from sklearn.ensemble import RandomForestClassifier

        return RandomForestClassifier(n_jobs=threads), sklearn.__version__, {}
    if name.startswith("lightgbm"):
        import lightgbm

        extra = {"use_quantized_grad": True} if name.endswith("quantised") else {}
        model = lightgbm.LGBMClassifier(n_jobs=threads, verbosity=-1, **extra)
        return model, lightgbm.__version__, {"categorical_feature": places} if categorical else {}
    if name == "xgboost":
        import xgboost

        kinds = ["c" if places and column in places else "q" for column in range(COLUMNS)]
        # The same size of trees as the others; its own default is a depth of 6.
        model = xgboost.XGBClassifier(
            n_jobs=threads, learning_rate=0.1, max_depth=0, max_leaves=31, grow_policy="lossguide",
            feature_types=kinds, enable_categorical=True,
        )
        return model, xgboost.__version__, {}
    import catboost

    model = catboost.CatBoostClassifier(
        iterations=100, learning_rate=0.1, depth=5, thread_count=threads, verbose=False, allow_writing_files=False
    )
    return model, catboost.__version__, {"cat_features": places} if categorical else {}


def main():
    name, task = sys.argv[1], json.loads(sys.argv[2])
    x, y = table(task, "train", task["rows"])
    x_test, y_test = table(task, "test", TEST_ROWS)
    model, version, options = model_of(name, task["threads"], task["categorical"])
    if name == "catboost" and task["categorical"]:
        import pandas

        def framed(values):
            frame = pandas.DataFrame(values)
            return frame.astype({place: "int32" for place in options["cat_features"]})

        x, x_test = framed(x), framed(x_test)
    begin, usage = time.perf_counter(), time.process_time()
    model.fit(x, y, **options)
    wall, cpu = time.perf_counter() - begin, time.process_time() - usage
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    model.predict_proba(x_test)
    begin = time.perf_counter()
    scores = model.predict_proba(x_test)[:, 1]
    speed = TEST_ROWS / (time.perf_counter() - begin)
    from sklearn.metrics import roc_auc_score

    print(json.dumps({
        "cpuSeconds": cpu, "wallSeconds": wall, "memoryMegabytes": memory, "rowsPerSecond": speed,
        "auc": roc_auc_score(y_test, scores), "version": version,
    }))


main()

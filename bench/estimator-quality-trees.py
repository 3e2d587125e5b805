"""The Python side of bench/estimator-quality-trees.ts: trees of scikit-learn, XGBoost, LightGBM and CatBoost, one thread."""

from estimator_quality import run

ENSEMBLES = ["HistGradientBoosting", "GradientBoosting", "RandomForest", "ExtraTrees"]
OTHERS = ["xgboost.XGB", "lightgbm.LGBM"]
TREES = [{}, {"max_depth": 5}]
# CatBoost's default learning rate depends on the data, ours does not: the second variant is without that difference.
CATBOOST = [{}, {"iterations": 200, "learning_rate": 0.1}]


def classes(kind):
    return {
        **{f"sklearn.ensemble.{name}{kind}": [{}] for name in ENSEMBLES},
        f"sklearn.tree.DecisionTree{kind}": TREES,
        **{f"{name}{kind}": [{}] for name in OTHERS},
        f"catboost.CatBoost{kind}": CATBOOST,
    }


OWN = {
    "xgboost": {"n_jobs": 1},
    "lightgbm": {"n_jobs": 1, "verbosity": -1},
    "catboost": {"thread_count": 1, "verbose": False, "allow_writing_files": False},
}

if __name__ == "__main__":
    run(["breast_cancer", "wine", "diabetes"], classes("Classifier"), classes("Regressor"), seeded=True, own=OWN)

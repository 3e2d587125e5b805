"""The scikit-learn side of bench/estimator-quality-linear.ts. All columns are standardised on the training part."""

from estimator_quality import run

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

if __name__ == "__main__":
    run(["breast_cancer", "wine", "diabetes"], CLASSIFIERS, REGRESSORS, scaled=True)

import { estimatorConformance } from "@mlops/conformance";

import { estimatorSubject } from "../../testing/estimator-subject.ts";
import extraTreesRegressor from "./extra-trees-regressor.ts";

// Draws depend on the number of rows: without them, a row of weight 2 is two rows.
estimatorConformance(estimatorSubject(extraTreesRegressor, { n_estimators: 40, bootstrap: false, max_features: null }));

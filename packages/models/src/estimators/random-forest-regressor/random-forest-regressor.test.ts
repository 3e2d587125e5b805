import { estimatorConformance } from "@mlops/conformance";

import { estimatorSubject } from "../../testing/estimator-subject.ts";
import randomForestRegressor from "./random-forest-regressor.ts";

// Draws depend on the number of rows: without them, a row of weight 2 is two rows.
estimatorConformance(
  estimatorSubject(randomForestRegressor, { n_estimators: 10, bootstrap: false, max_features: null }),
);

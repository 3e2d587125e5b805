import { estimatorConformance } from "@mlops/conformance";

import { estimatorSubject } from "../../testing/estimator-subject.ts";
import randomForestClassifier from "./random-forest-classifier.ts";

// Class weights show where leaves are not pure. Draws depend on the number of rows: without them, a row of weight 2 is two rows.
// Ten trees that all see the same rows and columns, with large leaves, tell three classes apart less sharply.
estimatorConformance({
  ...estimatorSubject(randomForestClassifier, {
    n_estimators: 10,
    bootstrap: false,
    max_features: null,
    min_weight_fraction_leaf: 0.015,
  }),
  skill: 0.6,
});

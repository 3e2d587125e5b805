import { estimatorConformance } from "@mlops/conformance";

import { estimatorSubject } from "../../testing/estimator-subject.ts";
import extraTreesClassifier from "./extra-trees-classifier.ts";

// Class weights show where leaves are not pure. Draws depend on the number of rows: without them, a row of weight 2 is two rows.
estimatorConformance(
  estimatorSubject(extraTreesClassifier, {
    n_estimators: 40,
    bootstrap: false,
    max_features: null,
    min_weight_fraction_leaf: 0.015,
  }),
);

import { estimatorConformance } from "@mlops/conformance";

import { estimatorSubject } from "../../testing/estimator-subject.ts";
import gradientBoostingClassifier from "./gradient-boosting-classifier.ts";

// Rows are counted one by one, whatever their weights: only leaves of single rows do not depend on that.
estimatorConformance(
  estimatorSubject(gradientBoostingClassifier, { min_samples_leaf: 1, min_child_weight: 0, max_iter: 30 }),
);

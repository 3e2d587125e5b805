import { estimatorConformance } from "@mlops/conformance";

import { estimatorSubject } from "../../testing/estimator-subject.ts";
import decisionTreeClassifier from "./decision-tree-classifier.ts";

estimatorConformance({
  ...estimatorSubject(decisionTreeClassifier),
  deviations: {
    "class weights balance, or are no parameter": "the leaves of a whole tree are pure, whatever the weights",
  },
});

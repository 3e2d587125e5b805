import { estimatorConformance } from "@mlops/conformance";

import { estimatorSubject } from "../../testing/estimator-subject.ts";
import ridge from "./ridge.ts";

// One penalty: rows that repeat, as in the law of weights, would fall into other folds.
estimatorConformance(estimatorSubject(ridge, { alpha: 1 }));

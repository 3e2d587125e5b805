import { estimatorConformance } from "@mlops/conformance";

import { estimatorSubject } from "../../testing/estimator-subject.ts";
import decisionTreeRegressor from "./decision-tree-regressor.ts";

estimatorConformance(estimatorSubject(decisionTreeRegressor));

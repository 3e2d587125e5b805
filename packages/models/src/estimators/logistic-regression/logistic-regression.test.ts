import { estimatorConformance } from "@mlops/conformance";

import { estimatorSubject } from "../../testing/estimator-subject.ts";
import logisticRegression from "./logistic-regression.ts";

estimatorConformance(estimatorSubject(logisticRegression));

import { estimatorConformance } from "@mlops/conformance";

import { estimatorSubject } from "../../testing/estimator-subject.ts";
import linearRegression from "./linear-regression.ts";

estimatorConformance(estimatorSubject(linearRegression));

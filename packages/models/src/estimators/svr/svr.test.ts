import { estimatorConformance } from "@mlops/conformance";

import { estimatorSubject } from "../../testing/estimator-subject.ts";
import svr from "./svr.ts";

estimatorConformance(estimatorSubject(svr, { C: 10, tol: 1e-9 }));

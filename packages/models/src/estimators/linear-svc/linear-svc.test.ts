import { estimatorConformance } from "@mlops/conformance";

import { estimatorSubject } from "../../testing/estimator-subject.ts";
import linearSvc from "./linear-svc.ts";

estimatorConformance(estimatorSubject(linearSvc, { tol: 1e-10, max_iter: 20_000 }));

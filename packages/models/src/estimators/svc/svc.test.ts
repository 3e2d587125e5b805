import { estimatorConformance } from "@mlops/conformance";

import { estimatorSubject } from "../../testing/estimator-subject.ts";
import svc from "./svc.ts";

estimatorConformance(estimatorSubject(svc, { tol: 1e-9 }));

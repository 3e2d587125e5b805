import { estimatorConformance } from "@mlops/conformance";

import { estimatorSubject } from "../../testing/estimator-subject.ts";
import elasticNet from "./elastic-net.ts";

estimatorConformance(estimatorSubject(elasticNet, { alpha: 0.01 }));

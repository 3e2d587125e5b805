import { estimatorConformance } from "@mlops/conformance";

import { estimatorSubject, withCapabilities } from "../../testing/estimator-subject.ts";
import kNearestNeighbours from "../k-nearest-neighbours/k-nearest-neighbours.ts";
import multiOutput from "./multi-output.ts";

estimatorConformance({
  ...estimatorSubject(withCapabilities(multiOutput, kNearestNeighbours), {
    estimator: { class_path: "k-nearest-neighbours" },
  }),
});

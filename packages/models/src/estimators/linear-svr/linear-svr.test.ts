import { estimatorConformance } from "@mlops/conformance";

import { estimatorSubject } from "../../testing/estimator-subject.ts";
import linearSvr from "./linear-svr.ts";

estimatorConformance(
  estimatorSubject(linearSvr, { tol: 1e-10, max_iter: 20_000, loss: "squared_epsilon_insensitive" }),
);

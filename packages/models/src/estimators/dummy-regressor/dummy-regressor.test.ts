import { estimatorConformance } from "@mlops/conformance";
import { describe } from "vitest";

import { estimatorSubject } from "../../testing/estimator-subject.ts";
import dummyRegressor from "./dummy-regressor.ts";

describe.each([
  { strategy: "mean" },
  { strategy: "median" },
  { strategy: "quantile", quantile: 0.9 },
  { strategy: "constant", constant: 4 },
])("$strategy", (options) => {
  estimatorConformance({ ...estimatorSubject(dummyRegressor, options), learns: false });
});

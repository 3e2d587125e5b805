import { estimatorConformance } from "@mlops/conformance";
import { describe } from "vitest";

import { estimatorSubject } from "../../testing/estimator-subject.ts";
import dummyClassifier from "./dummy-classifier.ts";

describe.each([{ strategy: "prior" }, { strategy: "most_frequent" }, { strategy: "stratified" }])(
  "$strategy",
  (options) => {
    estimatorConformance({ ...estimatorSubject(dummyClassifier, options), learns: false });
  },
);

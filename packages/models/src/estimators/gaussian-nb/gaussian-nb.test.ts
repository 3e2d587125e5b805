import { estimatorConformance } from "@mlops/conformance";

import { estimatorSubject } from "../../testing/estimator-subject.ts";
import gaussianNb from "./gaussian-nb.ts";

// Three classes along a line are not normal in each column.
estimatorConformance({ ...estimatorSubject(gaussianNb), skill: 0.6 });

import { estimatorConformance } from "@mlops/conformance";

import { estimatorSubject } from "../../testing/estimator-subject.ts";
import { neuralDeviations } from "../../testing/neural-deviations.ts";
import mlp from "./mlp.ts";

estimatorConformance({
  ...estimatorSubject(mlp, { hidden_layers: [16], epochs: 60, learning_rate: 0.01, dropout_rate: 0.05 }),
  tolerance: 1e-5,
  deviations: neuralDeviations,
});

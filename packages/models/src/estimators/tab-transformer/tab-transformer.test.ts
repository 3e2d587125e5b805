import { estimatorConformance } from "@mlops/conformance";

import { estimatorSubject } from "../../testing/estimator-subject.ts";
import { neuralDeviations } from "../../testing/neural-deviations.ts";
import tabTransformer from "./tab-transformer.ts";

estimatorConformance({
  ...estimatorSubject(tabTransformer, {
    d_model: 8,
    nhead: 2,
    num_layers: 1,
    dim_feedforward: 16,
    head_dim: 16,
    dropout_rate: 0.05,
    epochs: 40,
    learning_rate: 0.01,
    class_weight: null,
  }),
  tolerance: 1e-5,
  deviations: neuralDeviations,
});

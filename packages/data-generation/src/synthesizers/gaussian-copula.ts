import { openCopula } from "../copula/open-copula.ts";
import { modelSchema } from "../copula/model.ts";
import { defineSynthesizer } from "../synthesis/synthesizer.ts";

/** Its options are the model itself, as `synthesizer fit` writes it. */
export default defineSynthesizer({
  name: "gaussian-copula",
  summary: "Rows like those of a table that a distribution model was fitted to.",
  options: modelSchema,
  open: openCopula,
});

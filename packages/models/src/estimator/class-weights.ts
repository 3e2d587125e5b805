import { type ClassTarget, MlopsError } from "@mlops/core";

/** As hyper-parameters write them: by the text of the label. */
export type ClassWeights = "balanced" | Readonly<Record<string, number>> | null;

/**
 * One weight per class: `balanced` is total / (classes · total of the class), totals being of the rows' weights; those of
 * a map are by label, 1 for labels that it leaves out.
 *
 * @throws MlopsError MODEL_FIT_INVALID for a label that is no class
 */
function classWeights(
  { classes, codes }: ClassTarget,
  chosen: ClassWeights,
  weights: Float64Array | undefined,
): number[] {
  if (chosen === null) return classes.map(() => 1);
  if (chosen === "balanced") {
    const totals = classes.map(() => 0);
    codes.forEach((code, row) => (totals[code] = (totals[code] ?? 0) + (weights?.[row] ?? 1)));
    const total = totals.reduce((sum, each) => sum + each, 0);
    return totals.map((each) => total / (classes.length * each));
  }
  const labels = classes.map(String);
  const strange = Object.keys(chosen).find((label) => !labels.includes(label));
  if (strange !== undefined) {
    throw new MlopsError(
      "MODEL_FIT_INVALID",
      `class_weight names "${strange}", which is no class; there are ${labels.map((label) => `"${label}"`).join(", ")}.`,
    );
  }
  return labels.map((label) => chosen[label] ?? 1);
}

/** Each row's own weight times that of its class. */
export function rowWeights(target: ClassTarget, chosen: ClassWeights, weights: Float64Array | undefined): Float64Array {
  const byClass = classWeights(target, chosen, weights);
  const own = Float64Array.from(target.codes, (code, row) => (byClass[code] ?? 1) * (weights?.[row] ?? 1));
  if (own.some((weight) => weight > 0)) return own;
  throw new MlopsError("MODEL_FIT_INVALID", "The class weights leave no row with a weight.");
}

import { MlopsError } from "@mlops/core";

import { estimatorCatalogue, type EstimatorEntry } from "../estimators/catalogue.ts";
import { closestName } from "./closest-name.ts";

/**
 * The estimator of a name or class path. Hand the same text to `fitEstimator` as `calledAs`: an alias may have defaults of
 * its own.
 *
 * @throws MlopsError ESTIMATOR_UNKNOWN with the nearest name and all there is
 */
export function findEstimator(classPathOrName: string): EstimatorEntry {
  const found = estimatorCatalogue.find(
    ({ name, aliases }) => name === classPathOrName || aliases.includes(classPathOrName),
  );
  if (found) return found;
  const known = estimatorCatalogue.flatMap(({ name, aliases }) => [name, ...aliases]);
  const near = sameClass(classPathOrName, known) ?? closestName(classPathOrName, known);
  const suggestion = near === undefined ? "" : ` Did you mean "${near}"?`;
  throw new MlopsError("ESTIMATOR_UNKNOWN", `There is no estimator "${classPathOrName}".${suggestion}`, {
    hint: `There are: ${known.join(", ")}.`,
    details: { given: classPathOrName, known },
  });
}

/** `sklearn.linear.Ridge` and `Ridge` name the class of `sklearn.linear_model.Ridge`. */
function sameClass(given: string, known: readonly string[]): string | undefined {
  const className = (path: string): string => path.slice(path.lastIndexOf(".") + 1).toLowerCase();
  return known.find((path) => path.includes(".") && className(path) === className(given));
}

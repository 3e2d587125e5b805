import { MlopsError } from "@mlops/core";

import { dialectCatalogue } from "../dialects/catalogue.ts";
import { estimatorCatalogue } from "../estimators/catalogue.ts";
import { closestName } from "./closest-name.ts";
import type { EstimatorEntry } from "./estimator-entry.ts";

/**
 * The native estimator of a name or class path. How a class path's parameters become its options is `resolveEstimator`'s.
 *
 * @throws MlopsError ESTIMATOR_UNKNOWN with the nearest name and all there is
 */
export function findEstimator(classPathOrName: string): EstimatorEntry {
  const native = nativeName(classPathOrName);
  const found = estimatorCatalogue.find(({ name, aliases }) => name === native || aliases.includes(native));
  if (found) return found;
  const known = estimatorNames();
  const near = sameClass(classPathOrName, known) ?? closestName(classPathOrName, known);
  const suggestion = near === undefined ? "" : ` Did you mean "${near}"?`;
  throw new MlopsError("ESTIMATOR_UNKNOWN", `There is no estimator "${classPathOrName}".${suggestion}`, {
    hint: supportedNames(classPathOrName),
    details: { given: classPathOrName, known },
  });
}

/** Whether a recipe's class path names an estimator of the catalogues. */
export function isEstimatorName(classPath: string): boolean {
  return estimatorNames().includes(classPath);
}

/** What can stand in for a class path that is none: of its own library, where one of that name is known, else everything. */
export function supportedNames(classPath: string): string {
  const library = classPath.split(".")[0] ?? "";
  const classes = dialectCatalogue.flatMap((entry) => Object.keys(entry.classes));
  const own = classPath.includes(".") ? classes.filter((path) => path.startsWith(`${library}.`)) : [];
  return own.length > 0
    ? `Classes of ${library} that are supported: ${own.join(", ")}.`
    : `There are: ${estimatorNames().join(", ")}.`;
}

function estimatorNames(): string[] {
  return [
    ...estimatorCatalogue.flatMap(({ name, aliases }) => [name, ...aliases]),
    ...dialectCatalogue.flatMap(({ classes }) => Object.keys(classes)),
  ];
}

function nativeName(classPathOrName: string): string {
  for (const { classes } of dialectCatalogue) {
    const native = Object.hasOwn(classes, classPathOrName) ? classes[classPathOrName] : undefined;
    if (native !== undefined) return native;
  }
  return classPathOrName;
}

/** `sklearn.linear.Ridge` and `Ridge` name the class of `sklearn.linear_model.Ridge`. */
function sameClass(given: string, known: readonly string[]): string | undefined {
  const className = (path: string): string => path.slice(path.lastIndexOf(".") + 1).toLowerCase();
  return known.find((path) => path.includes(".") && className(path) === className(given));
}

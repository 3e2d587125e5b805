import { type JsonObject, MlopsError, type Target } from "@mlops/core";

import { dialectCatalogue } from "../dialects/catalogue.ts";
import type { ClassTable } from "../dialects/define-dialect.ts";
import { type ClassMapping, classParameters, translateOptions } from "../dialects/translate-options.ts";
import { loadEstimator } from "../training-process/load-estimator.ts";
import type { Estimator } from "./define-estimator.ts";
import { type EstimatorParameter, estimatorParameters, parseOptions } from "./estimator-options.ts";

/** What a recipe's class path names: a native estimator, and the class of another library where it is written as one. */
export interface ResolvedEstimator {
  /** As the recipe writes it. */
  readonly classPath: string;
  readonly estimator: Estimator;
  readonly dialect?: { readonly library: string; readonly table: ClassTable };
}

export interface ResolvedOptions {
  /** Parsed, defaults included. */
  readonly options: JsonObject;
  readonly mapping?: ClassMapping;
  readonly seed?: number;
}

/** @throws MlopsError ESTIMATOR_UNKNOWN with the nearest name and all there is */
export async function resolveEstimator(classPath: string): Promise<ResolvedEstimator> {
  const entry = dialectCatalogue.find(({ classes }) => Object.hasOwn(classes, classPath));
  if (entry === undefined) return { classPath, estimator: await loadEstimator(classPath) };
  const { library, classes } = await entry.load();
  const table = classes.find((each) => [each.classPath, ...(each.aliases ?? [])].includes(classPath));
  if (table === undefined) throw new TypeError(`the catalogue is stale: ${entry.name} has no ${classPath}`);
  return { classPath, estimator: await loadEstimator(table.estimator), dialect: { library, table } };
}

/** Hyper-parameters by the names under which the class path takes them. */
export function resolvedParameters({ estimator, dialect }: ResolvedEstimator): EstimatorParameter[] {
  return dialect === undefined ? estimatorParameters(estimator) : classParameters(dialect.table);
}

/**
 * The native options that a recipe's hyper-parameters mean.
 *
 * @throws MlopsError ESTIMATOR_OPTION_INVALID naming the parameter, the value and what is accepted
 */
export function resolveOptions({ estimator, dialect }: ResolvedEstimator, given: unknown): ResolvedOptions {
  if (dialect === undefined) return { options: parseOptions(estimator, given) as JsonObject };
  const { library, table } = dialect;
  const { options, parameters, notes, seed } = translateOptions(table, given);
  return {
    options: parseOptions(estimator, options) as JsonObject,
    mapping: {
      library,
      classPath: table.classPath,
      parameters,
      notes,
      differences: [...(table.differences ?? [])],
    },
    ...(seed !== undefined && { seed }),
  };
}

/** @throws MlopsError ESTIMATOR_DATA_UNSUPPORTED for a regressor that is given classes, or the other way round */
export function assertClassTask({ dialect }: ResolvedEstimator, target: Target): void {
  const task = target.kind === "classes" ? "classification" : "regression";
  if (dialect?.table.task === undefined || dialect.table.task === task) return;
  throw new MlopsError(
    "ESTIMATOR_DATA_UNSUPPORTED",
    `${dialect.table.classPath} is for ${dialect.table.task}; the target asks for ${task}.`,
  );
}

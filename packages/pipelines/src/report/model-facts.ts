import type { BlobReference, JsonObject, JsonValue } from "@mlops/core";
import { estimatorImportance, type FittedEstimator, loadFitted } from "@mlops/models";
import type { ModelFacts } from "@mlops/reporting";

export interface ReportedModel {
  readonly name: string;
  readonly version: number;
  readonly artifact: BlobReference;
  readonly signature: JsonObject;
  readonly estimator: FittedEstimator;
  /** By pass over the rows. */
  readonly curves?: Readonly<Record<string, readonly (number | null)[]>>;
  readonly parity: { readonly rows: number; readonly largestDifference: number };
}

/** What a report says of the fitted model. */
export async function modelFacts(model: ReportedModel): Promise<ModelFacts> {
  const { name, version, artifact, signature, estimator: fitted, parity, curves = {} } = model;
  const estimator = await loadFitted(fitted);
  const importance = estimatorImportance(estimator, fitted);
  return {
    name,
    version,
    estimator: fitted.estimator,
    inputs: portsOf(signature["inputs"]),
    outputs: portsOf(signature["outputs"]),
    hyperParameters: Object.fromEntries(Object.entries(fitted.options).map(([key, value]) => [key, plainValue(value)])),
    bytes: artifact.size,
    digest: artifact.digest,
    parity,
    ...(importance && { importance }),
    ...(Object.keys(curves).length > 0 && { learning: { stepName: "pass over the rows", curves } }),
  };
}

function portsOf(ports: JsonValue | undefined): ModelFacts["inputs"] {
  if (!Array.isArray(ports)) return [];
  return ports.map((port: Readonly<Record<string, unknown>>) => ({
    name: String(port["name"]),
    type: typeof port["type"] === "string" ? port["type"] : "label",
  }));
}

function plainValue(value: JsonValue): string | number | boolean | null {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : value;
}

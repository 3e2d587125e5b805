import type { BlobReference, CollectionDefinition, JsonObject, StoredDocument } from "@mlops/core";

/** What is known of a trained model when it is registered. Nothing of it changes afterwards. */
export interface ModelRegistration {
  /** See `assertModelName`. */
  readonly name: string;
  /** The ONNX file; its digest is the model's identity. */
  readonly artifact: BlobReference;
  /** Path by which `runs:/RUN/PATH` finds it; `model.onnx` when absent. */
  readonly artifactPath?: string;
  /** Columns, types and classes, and how raw values are parsed into them. */
  readonly signature: JsonObject;
  /** On the part that judged it; names are the field's: `mae`, `r2`, `roc_auc`. */
  readonly metrics: Readonly<Record<string, number | null>>;
  /** The same metrics of what it had to beat, by baseline. */
  readonly baselines?: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
  readonly dataDigest?: string;
  readonly recipeDigest?: string;
  readonly runId?: string;
  readonly seed?: number;
  /** The last instant that its training saw; used at an earlier `now` it is refused. UTC milliseconds. */
  readonly trainedThrough?: number;
  /** Whether synthetic rows were among its training data. */
  readonly synthetic: boolean;
  /** Why it is less than it should be: `no-skill-over-component-persistence`. */
  readonly reasons?: readonly string[];
  /** For people and filters. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Facts of one kind of model, which the registry does not read. */
  readonly attributes?: JsonObject;
  /** The domain's instant. */
  readonly at: number;
}

export interface ModelVersion extends ModelRegistration, StoredDocument {
  /** From 1, without gaps. */
  readonly version: number;
  /** The artifact's digest, for queries. */
  readonly digest: string;
  readonly artifactPath: string;
  /** Identity of the registering step; two registrations with one key are one version. */
  readonly registrationKey: string;
  /** The machine's instant. */
  readonly recordedAt: number;
}

export const modelVersionCollection: CollectionDefinition = {
  name: "model_versions",
  instants: ["at", "recordedAt", "trainedThrough"],
  indexes: [
    { fields: ["name", "version"], unique: true },
    { fields: ["registrationKey"], unique: true },
    { fields: ["runId"] },
    { fields: ["digest"] },
  ],
};

export function modelVersionId(name: string, version: number): string {
  return `version:${name}:${version}`;
}

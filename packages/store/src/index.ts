export { assertBlobDigest, DEFAULT_MEDIA_TYPE } from "./blobs/blob-digest.ts";
export { applyChange } from "./documents/apply-change.ts";
export { assertCollectionDefinition } from "./documents/collection-definition.ts";
export { encodeDocument } from "./documents/encode-document.ts";
export { matches } from "./documents/matches.ts";
export { type FieldTest, type ParsedFilter, parseFilter, type RangeBound } from "./documents/parsed-filter.ts";
export { type ParsedQuery, parseQuery } from "./documents/parsed-query.ts";
export { project } from "./documents/project.ts";
export { openJournal, type OpenJournalOptions } from "./journal/store-journal.ts";
export type { RunCatalogue, RunQuery, RunStepView } from "./journal/run-catalogue.ts";
export {
  documentLeases,
  type DocumentLeasesOptions,
  leaseCollection,
  type LeaseDocument,
} from "./leases/document-leases.ts";
export { currentProcess, isProcessGone } from "./leases/process-identity.ts";
export {
  type AliasMove,
  type AliasMoveRequest,
  assertAlias,
  DEFAULT_ALIAS,
  modelAliasCollection,
} from "./registry/model-alias.ts";
export { type ModelReference, parseModelReference } from "./registry/model-reference.ts";
export { modelRegistry, type ModelRegistry, type ModelSummary } from "./registry/model-registry.ts";
export { type ModelRegistration, type ModelVersion, modelVersionCollection } from "./registry/model-version.ts";
export { type ResolvedModel, resolveModel } from "./registry/resolve-model.ts";

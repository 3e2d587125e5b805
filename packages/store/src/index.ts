export { assertBlobDigest, DEFAULT_MEDIA_TYPE } from "./blobs/blob-digest.ts";
export { applyChange } from "./documents/apply-change.ts";
export { assertCollectionDefinition } from "./documents/collection-definition.ts";
export { encodeDocument } from "./documents/encode-document.ts";
export { matches } from "./documents/matches.ts";
export { type FieldTest, type ParsedFilter, parseFilter, type RangeBound } from "./documents/parsed-filter.ts";
export { type ParsedQuery, parseQuery } from "./documents/parsed-query.ts";
export { project } from "./documents/project.ts";
export { journalCollectionDefinitions } from "./journal/journal-documents.ts";
export { openJournal, type OpenJournalOptions } from "./journal/store-journal.ts";
export type { RunCatalogue, RunStepView } from "./journal/run-catalogue.ts";
export type { MetricCondition, MetricRelation, RunOrder, RunQuery } from "./journal/run-conditions.ts";
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
export type { BackupManifest } from "./transfer/backup-manifest.ts";
export { backupSqlite, type BackupRequest, type SqliteBackup } from "./transfer/backup-sqlite.ts";
export type { CopiedBlobs } from "./transfer/copy-blobs.ts";
export {
  type CopiedCollection,
  type CopyProgress,
  type CopyRequest,
  copyStore,
  type StoreCopy,
} from "./transfer/copy-store.ts";
export { type Restored, type RestoreRequest, restoreSqlite } from "./transfer/restore-sqlite.ts";
export { schemaStatus, type SchemaStatus } from "./transfer/schema-status.ts";
export { stampOf } from "./transfer/stamp.ts";

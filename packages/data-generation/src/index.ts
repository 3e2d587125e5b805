export {
  type AutomaticSource,
  type Availability,
  type PassedOver,
  type Probe,
  selectSource,
  type SelectedSource,
} from "./auto-source.ts";
export {
  assembleBatch,
  type LocatedObservation,
  type Reading,
  type UnusableHour,
} from "./observation/assemble-batch.ts";
export { blankObservation } from "./observation/blank-observation.ts";
export { isPhysical, type NumericField, PHYSICAL_RANGE } from "./observation/physical-range.ts";
export { isKnown, knownHours, requestedHours } from "./observation/requested-hours.ts";
export { OPEN_METEO_ATTRIBUTION } from "./open-meteo/attribution.ts";
export { httpProbe } from "./probe.ts";
export { findSource, SOURCE_CATALOGUE, type SourceEntry } from "./source-catalogue.ts";
export {
  type ColumnKind,
  columnKinds,
  type ColumnMetadata,
  type Constraint,
  type DistributionName,
  type Metadata,
  metadataSchema,
  noMetadata,
} from "./metadata/metadata.ts";
export { assertKnownColumns, type MetadataFile, readMetadata } from "./metadata/read-metadata.ts";
export { conditionsText, parseConditions } from "./synthesis/conditions.ts";
export { conditioned } from "./synthesis/draw-matching.ts";
export { drawChunk, drawRows, type DrawOptions } from "./synthesis/draw-rows.ts";
export {
  type Condition,
  defineSynthesizer,
  type RowRange,
  type SynthesisTarget,
  type Synthesizer,
  type SynthesizerDefinition,
} from "./synthesis/synthesizer.ts";
export {
  FALLBACK_SYNTHESIZER,
  findSynthesizer,
  synthesizerCatalogue,
  type SynthesizerEntry,
} from "./synthesis/synthesizer-catalogue.ts";
export { withCodes } from "./synthesis/with-codes.ts";
export { withoutTarget } from "./synthesis/without-target.ts";
export { fitCopula, type FitOptions, type FittedCopula } from "./copula/fit-copula.ts";
export { latentText } from "./copula/latent-text.ts";
export { type DistributionModel, readModel } from "./copula/model.ts";
export { openCopula } from "./copula/open-copula.ts";
export { withTargetRate } from "./copula/with-target-rate.ts";
export { qualityPage } from "./quality/quality-page.ts";
export { judgeQuality, type JudgedTables, type QualityReport } from "./quality/quality-report.ts";
export type { ComparedTables } from "./quality/compared-columns.ts";
export { sideTable } from "./quality/side-table.ts";

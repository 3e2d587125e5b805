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

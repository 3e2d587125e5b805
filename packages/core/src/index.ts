export type * from "./contracts/blob-store.ts";
export type * from "./contracts/clock.ts";
export type * from "./contracts/document-store.ts";
export type * from "./contracts/estimator.ts";
export type * from "./contracts/event.ts";
export * from "./contracts/extension.ts";
export type * from "./contracts/journal.ts";
export type * from "./contracts/lease.ts";
export type * from "./contracts/store.ts";
export type * from "./contracts/tracked-value.ts";
export type * from "./contracts/weather.ts";
export { digestJson, sha256Hex } from "./digest/digest.ts";
export type { CatalogueEntry, ErrorCategory } from "./errors/catalogue-entry.ts";
export { type ErrorCode, errorCatalogue, isErrorCode } from "./errors/catalogue.ts";
export { cancelled, isMlopsError, MlopsError, type MlopsErrorOptions, throwIfCancelled } from "./errors/mlops-error.ts";
export { assertModelName } from "./identity/model-name.ts";
export { isRunId, runId } from "./identity/run-id.ts";
export { canonicalJson } from "./json/canonical-json.ts";
export type { JsonArray, JsonObject, JsonValue } from "./json/json.ts";
export { type NonFiniteReason, nullifyNonFinite } from "./json/non-finite.ts";
export { type Outcome, outcomeOf, type OutcomeStatus } from "./outcome/outcome.ts";
export { randomKey, type RandomKey, randomStream, type RandomStream, splitKey } from "./random/random.ts";
export { forgetSecrets, isSecretKey, redactText, redactValue, registerSecret } from "./redaction/redact.ts";
export { DAY, floorToHour, formatInstant, HOUR, type Instant, MINUTE, parseInstant, utcOf } from "./time/instant.ts";
export {
  assertTimeZone,
  type Disambiguation,
  formatInZone,
  instantOfLocal,
  localFields,
  type LocalFields,
  offsetMinutes,
} from "./time/zone.ts";
export { precipitationTypeOf } from "./weather/precipitation-type.ts";
export { compareCodePoints } from "./text/compare-code-points.ts";

export { ManualClock } from "./context/manual-clock.ts";
export { machineClock, systemContext } from "./context/system-context.ts";
export { journalConformance, type JournalConformanceOptions, type JournalSubject } from "./journal.ts";
export { type PlainColumn, type PlainFeature, preprocessorConformance } from "./preprocessor.ts";
export { type ChildTask, runTogether, TestProcess } from "./processes/child-process.ts";
export { requireService } from "./require-service.ts";
export { storeConformance } from "./store/store-conformance.ts";
export type { StoreAddress, StoreFiles, StoreSubject } from "./store/store-subject.ts";

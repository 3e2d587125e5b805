import type { ClassLabel, Instant, RejectedInput } from "@mlops/core";

import type { Series } from "../bounding/series.ts";
import type { CalibrationCurveData } from "../charts/calibration-chart.ts";
import type { ConfusionData } from "../charts/confusion-chart.ts";
import type { PrecisionRecallCurveData } from "../charts/precision-recall-chart.ts";
import type { RocCurveData } from "../charts/roc-chart.ts";
import type { ReportStatus } from "../document/report.ts";

/**
 * All that the report of a training run shows, as the plain JSON that the run stores: the report adds no number of its
 * own. Long series may be typed arrays.
 */
export interface RunReportData {
  readonly run: RunFacts;
  readonly data: DataFacts;
  readonly model: ModelFacts;
  /** One for each target. */
  readonly targets: readonly TargetReport[];
  readonly lineage: LineageFacts;
}

export interface RunFacts extends ReportStatus {
  readonly id: string;
  /** Of the recipe. */
  readonly name: string;
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
  /** Sentences on what the reader should know: columns left out, not converged. */
  readonly warnings?: readonly string[];
}

export interface DataFacts {
  readonly sources: readonly DataSource[];
  readonly rows: number;
  readonly columns: readonly DataColumn[];
  readonly split: SplitFacts;
  readonly leakChecks: readonly LeakCheck[];
  readonly rejected: RejectedCells;
}

export interface DataSource {
  /** As the recipe names it; never an absolute path. */
  readonly name: string;
  readonly rows: number;
  /** SHA-256 of the content. */
  readonly digest: string;
  readonly bytes?: number;
  readonly licence?: string;
  /** Made, not observed. */
  readonly synthetic?: boolean;
}

export interface DataColumn {
  readonly name: string;
  readonly type: string;
  /** `feature`, `target`, `key`, `time`, `group`, `weight`, `unused`. */
  readonly role: string;
  /** Cells without a value. */
  readonly missing: number;
  readonly distinct?: number;
  /** Tells of a person what must not be held against them. */
  readonly protected?: boolean;
}

export interface SplitFacts {
  /** `random-stratified`, `temporal`, `group`, … */
  readonly kind: string;
  readonly seed?: number;
  /** Of the manifest that lists the rows. */
  readonly digest: string;
  readonly parts: readonly SplitPart[];
  /** Rows in no part, to keep the parts apart. */
  readonly purged?: number;
}

export interface SplitPart {
  readonly name: string;
  readonly rows: number;
  /** Of the row keys. */
  readonly digest: string;
  /** Share of the positive class, or another target's mean. */
  readonly targetMean?: number;
  /** First and last instant. */
  readonly from?: Instant;
  readonly to?: Instant;
}

export interface LeakCheck {
  readonly check: string;
  readonly result: "passed" | "reported" | "refused" | "skipped";
  readonly detail?: string;
}

export interface RejectedCells {
  readonly count: number;
  readonly examples: readonly RejectedInput[];
}

export interface ModelFacts {
  readonly name: string;
  /** Where the run registered one. */
  readonly version?: number;
  readonly estimator: string;
  readonly inputs: readonly { readonly name: string; readonly type: string }[];
  readonly outputs: readonly { readonly name: string; readonly type: string }[];
  readonly hyperParameters: Readonly<Record<string, string | number | boolean | null>>;
  /** Of the artifact. */
  readonly bytes: number;
  readonly digest: string;
  /** Largest difference between TypeScript and the artifact over the rows compared. */
  readonly parity?: { readonly rows: number; readonly largestDifference: number };
  /** Steps that run before the graph and are not in the artifact. */
  readonly outsideArtifact?: readonly string[];
  readonly importance?: {
    /** What is measured: `gain`, `permutation`, `absolute coefficient`. */
    readonly kind: string;
    readonly features: readonly { readonly name: string; readonly value: number }[];
  };
  /** Per epoch or round. */
  readonly learning?: { readonly stepName: string; readonly curves: Readonly<Record<string, Series>> };
}

export interface ReportedMetric {
  readonly name: string;
  readonly value: number | null;
  /** Why it is null. */
  readonly reason?: string;
  /** Points that count. */
  readonly n: number;
  readonly interval?: { readonly lower: number; readonly upper: number; readonly level: number };
}

/** Another predictor on the same rows. */
export interface ReportedBaseline {
  readonly name: string;
  readonly metrics: readonly ReportedMetric[];
}

/** One value, or range of values, of one column. */
export interface ReportedSlice {
  readonly column: string;
  readonly slice: string;
  readonly n: number;
  readonly metrics: readonly ReportedMetric[];
}

interface TargetFacts {
  readonly target: string;
  /** Of the split, on which everything here is measured: `test`. */
  readonly part: string;
  readonly metrics: readonly ReportedMetric[];
  readonly baselines: readonly ReportedBaseline[];
  readonly slices: readonly ReportedSlice[];
  /** The model against a baseline on the same resamples of the rows. */
  readonly comparison?: ReportedComparison;
  /** Of a cross-validation beside the split. */
  readonly crossValidation?: ReportedFolds;
}

/** Of `metric(model) − metric(baseline)`. */
export interface ReportedComparison {
  readonly metric: string;
  readonly baseline: string;
  readonly difference: number | null;
  readonly interval?: { readonly lower: number; readonly upper: number; readonly level: number };
  readonly verdict: "better" | "worse" | "undecided";
}

export interface ReportedFolds {
  /** `stratified`, `group`, `temporal`, `random`. */
  readonly strategy: string;
  /** Rows of each fold. */
  readonly folds: readonly { readonly train: number; readonly test: number }[];
  readonly metrics: readonly {
    readonly name: string;
    /** One for each fold. */
    readonly values: readonly (number | null)[];
    readonly mean: number | null;
    /** Standard deviation over the folds, divisor folds − 1. */
    readonly deviation: number | null;
  }[];
}

export type TargetReport = ClassificationReport | RegressionReport;

export interface ClassificationReport extends TargetFacts {
  readonly task: "classification";
  readonly classes: readonly ClassLabel[];
  /** Of two. */
  readonly positiveClass?: ClassLabel;
  readonly roc: readonly RocCurveData[];
  readonly precisionRecall: readonly PrecisionRecallCurveData[];
  readonly calibration: readonly CalibrationCurveData[];
  readonly confusion: ConfusionData;
  /** Of two classes. */
  readonly threshold?: ThresholdFacts;
  /** Predicted probabilities by true class. */
  readonly scores?: readonly { readonly name: string; readonly values: Series }[];
}

export interface ThresholdFacts {
  readonly value: number;
  /** Part that it was chosen on; null where it is the default. */
  readonly tunedOn: string | null;
  /** What was maximised. */
  readonly objective?: string;
  /** Measures by threshold, on a part that does not judge. */
  readonly sweep?: {
    readonly part: string;
    readonly thresholds: Series;
    readonly measures: Readonly<Record<string, Series>>;
  };
}

export interface RegressionReport extends TargetFacts {
  readonly task: "regression";
  readonly unit?: string;
  readonly truth: Series;
  readonly predicted: Series;
  /** How many rows there are where the series hold an even sample of them. */
  readonly sampledFrom?: number;
  /** Target instants of the rows, UTC ms, ascending; where rows have a time. */
  readonly instants?: Series;
  readonly band?: { readonly lower: Series; readonly upper: Series; readonly level: number };
}

export interface LineageFacts {
  readonly recipeDigest: string;
  readonly configDigest?: string;
  readonly lockfileDigest?: string;
  /** Of the recorded versions. */
  readonly requirementsDigest?: string;
  readonly seed: number;
  /** Of the product, Node, ONNX Runtime, … */
  readonly versions: Readonly<Record<string, string>>;
  /** The recipe as it ran. */
  readonly recipe?: string;
  readonly parentRun?: string;
  readonly commit?: string;
}

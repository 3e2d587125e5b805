import type { JsonValue, Station } from "@mlops/core";
import type { LeakPolicy, ThresholdObjective } from "@mlops/evaluation";
import type { ParseSpec } from "@mlops/preprocessing";

export type Task = "classification" | "regression" | "timeseries" | "clustering" | "causal";

/** Where the values of a hyper-parameter may be drawn from; one form for all spellings. */
export type SearchRange =
  | {
      readonly kind: "integer" | "float";
      /** Inclusive. */
      readonly low: number;
      /** Inclusive. */
      readonly high: number;
      readonly log: boolean;
      readonly step?: number;
    }
  | { readonly kind: "categorical"; readonly choices: readonly JsonValue[] };

/** A model class with fixed values, ranges to search, and the estimators that it combines. */
export interface EstimatorSpec {
  /** Absent where a recipe shows only a fragment; needed to train. */
  readonly classPath?: string;
  readonly values: Readonly<Record<string, JsonValue>>;
  readonly space: Readonly<Record<string, SearchRange>>;
  /** The one inside, of a MultiOutputRegressor. */
  readonly estimator?: EstimatorSpec;
  /** The named ones inside, of a VotingClassifier. */
  readonly estimators?: readonly { readonly name: string; readonly estimator: EstimatorSpec }[];
}

export interface ModelSpec extends EstimatorSpec {
  /** Name in the registry; the recipe's name where the recipe gives none and it is a model name. */
  readonly name: string;
  readonly library?: string;
  /** A registered model that training goes on from: `models:/credit@champion`. */
  readonly initialModel?: string;
  readonly calibration?: { readonly method: "beta" | "isotonic" };
  readonly decisionThreshold?: ThresholdSpec;
}

/** Where the positive one of two classes is predicted: from a given probability on, or from the one that does best. */
export type ThresholdSpec =
  | { readonly kind: "fixed"; readonly value: number }
  | { readonly kind: "tuned"; readonly objective: ThresholdObjective };

export interface TuningSpec {
  readonly trials?: number;
  readonly timeoutSeconds?: number;
  readonly metric?: string;
  readonly direction?: "maximize" | "minimize";
  readonly engine?: string;
  readonly pruning?: {
    readonly algorithm: string;
    readonly startupTrials: number;
    readonly warmupSteps: number;
  };
}

export interface FeatureView {
  readonly name: string;
  readonly joinKey?: string;
  readonly features: readonly string[];
}

export interface SplitSpec {
  readonly strategy: "random" | "temporal" | "group";
  readonly temporalColumn?: string;
  /** Rows of one value of it stay together. */
  readonly groupColumn?: string;
  /** Shares of the rows; they sum to 1. */
  readonly train: number;
  readonly validation: number;
  readonly test: number;
  readonly calibration: number;
  readonly stratify: boolean;
}

export interface LoaderSpec {
  readonly name: string;
  readonly sourceUri: string;
  /** Of a text file. Default utf-8. */
  readonly encoding?: "utf-8" | "euc-kr";
  /** Of a CSV file. Default a comma, a tab for `.tsv`. */
  readonly delimiter?: string;
}

export interface DataSpec {
  readonly loader?: LoaderSpec;
  /** How the columns are read before any step. */
  readonly parse?: ParseSpec;
  readonly augmentation:
    | { readonly kind: "pass-through" }
    | { readonly kind: "feature-store"; readonly views: readonly FeatureView[]; readonly timestampColumn?: string };
  /** Empty where there is nothing to predict (clustering) or a fragment does not say. */
  readonly targets: readonly string[];
  readonly entityColumns: readonly string[];
  /** Absent: every column that is neither target nor entity. */
  readonly featureColumns?: readonly string[];
  readonly timestampColumn?: string;
  readonly treatmentColumn?: string;
  readonly sequenceLength?: number;
  /** Keys of layout v1 about single columns, by their documented names. */
  readonly options: Readonly<Record<string, JsonValue>>;
  readonly split?: SplitSpec;
  readonly leakChecks?: LeakCheckSpec;
}

export interface LeakCheckSpec {
  readonly policy: LeakPolicy;
  /** Columns that are known only after the outcome. */
  readonly outcomeColumns: readonly string[];
}

/** Options in one block (layout v1) or ordered steps (v1.5), each by its documented names. */
export type PreprocessingSpec =
  | { readonly kind: "options"; readonly name: string; readonly options: Readonly<Record<string, JsonValue>> }
  | {
      readonly kind: "steps";
      readonly steps: readonly { readonly type: string; readonly options: Readonly<Record<string, JsonValue>> }[];
    };

/** One column of a weather file; the unit is converted to the field's own. */
export interface MappedColumn {
  readonly column: string;
  readonly unit?: string;
}

/** The column of instants: with a zone where its times are written without one. */
export interface TimeColumn {
  readonly column: string;
  readonly timeZone?: string;
  readonly format?: "iso" | "epoch_seconds" | "epoch_milliseconds";
  readonly disambiguation?: "earlier" | "later";
}

export interface WeatherFileSpec {
  readonly path?: string;
  readonly format?: "csv" | "parquet";
  readonly encoding?: "utf-8" | "euc-kr";
  readonly nullValues: readonly string[];
  readonly delayMinutes: number;
  readonly stationId?: string;
  readonly observedAt: TimeColumn;
  /** By field of the observation in camelCase, and `station`. */
  readonly columns: Readonly<Record<string, MappedColumn>>;
}

export interface SourceSpec {
  /** `auto`, a built-in source, or `./file.ts`. */
  readonly name: string;
  readonly stations: readonly string[];
  readonly location?: string;
  readonly lookbackHours: number;
  readonly historyDays: number;
  readonly file?: WeatherFileSpec;
}

export interface Threshold {
  /** Canonical name: `r2`, not `r2_score`. */
  readonly metric: string;
  readonly operator: "<" | "<=" | ">" | ">=";
  readonly threshold: number;
  readonly unit?: "points" | "percent" | "fraction";
}

export interface GateSpec {
  readonly minimumPoints: number;
  readonly judgedPoints: number;
  readonly thresholds: readonly Threshold[];
}

export interface PromotionSpec {
  readonly alias: string;
  readonly confidenceLevel: number;
  readonly blockHours: number;
  readonly resamples: number;
}

export interface RecipeTracking {
  readonly useWandb?: "auto" | boolean;
  readonly project?: string;
  readonly entity?: string;
  readonly group?: string;
  readonly notes?: string;
  readonly tags: readonly string[];
  /** Columns of row-level tables that may leave the machine. */
  readonly tables: readonly string[];
}

/**
 * What a recipe means, whichever layout it was written in. Plain data: it says nothing about the file, so that its digest
 * changes exactly when its meaning does.
 */
export interface Recipe {
  readonly schemaVersion: number;
  readonly name: string;
  readonly description?: string;
  readonly task?: Task;
  readonly seed: number;
  readonly model: ModelSpec;
  /** Present where the recipe asks for a search. */
  readonly tuning?: TuningSpec;
  readonly data: DataSpec;
  readonly preprocessing?: PreprocessingSpec;
  readonly evaluation: {
    /** Canonical names in the order of the recipe. */
    readonly metrics: readonly string[];
    readonly randomState: number;
    readonly crossValidation?: { readonly folds: number };
  };
  readonly source?: SourceSpec;
  readonly stations: Readonly<Record<string, Station>>;
  readonly features?: {
    readonly set: string;
    readonly include?: readonly string[];
    readonly exclude: readonly string[];
  };
  readonly forecast?: { readonly target: "comfort_score"; readonly horizonHours: number };
  readonly gate?: GateSpec;
  readonly promotion?: PromotionSpec;
  readonly pipeline?: { readonly flow: "weather-forecast"; readonly maxRetrainAttempts?: number };
  readonly tracking?: RecipeTracking;
  readonly monitoring?: Readonly<Record<string, JsonValue>>;
  readonly metadata?: Readonly<Record<string, string>>;
}

import type { ClassLabel, EstimatorComponent, Feature, FitContext, Prediction, TrainingData } from "@mlops/core";

/** An estimator under test, with the ways in which the product fits, stores and exports it. */
export interface EstimatorSubject {
  readonly estimator: EstimatorComponent;
  /** Hyper-parameters of every fit: as a recipe writes them. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** The product's fit, which parses options and holds the data against the capabilities; answers the state. */
  readonly fit: (training: TrainingData, options: unknown, context: FitContext) => Promise<object>;
  /** A state that was written to a store and read again. */
  readonly stored: (state: object) => object;
  /** What the exported model says in another runtime. */
  readonly run: (state: object, training: TrainingData, features: readonly Feature[]) => Promise<ExportedAnswer>;
  /** False for baselines, which look at no column. Default true. */
  readonly learns?: boolean;
  /** Least skill over the mean or the most frequent class on data along a line. Default 0.7. */
  readonly skill?: number;
  /** Largest difference between `predict` and the exported model. Default 1e-9. */
  readonly tolerance?: number;
  /** Laws, by their names in the suite, that the estimator does not keep. One that it keeps fails the suite as stale. */
  readonly deviations?: Readonly<Record<string, string>>;
  /** Milliseconds for one law. Default 60,000. */
  readonly timeout?: number;
}

export interface ExportedAnswer {
  readonly prediction: Prediction;
  /** Of a classification: one per row. */
  readonly labels: readonly ClassLabel[] | null;
}

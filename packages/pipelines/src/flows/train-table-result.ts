import type { GateResult, LeakFinding, SplitManifest } from "@mlops/evaluation";
import type { BlobReference, RejectedInput } from "@mlops/core";
import type { ReportedFolds } from "@mlops/reporting";

import type { TableJudgement } from "../tabular/judge-table.ts";

/** What training on a table answers: the fields of `mlops.train/v1`. */
export interface TrainTableResult {
  readonly task: "classification" | "regression";
  /** The first one where there are several. */
  readonly target: string;
  readonly model: {
    readonly name: string;
    readonly version: number;
    readonly uri: string;
    readonly digest: string;
    readonly size: number;
    /** The alias, where it moved to this version. */
    readonly alias: string | null;
  };
  readonly data: {
    readonly source: string;
    readonly rows: number;
    readonly columns: number;
    readonly digest: string;
    readonly rejectedCount: number;
    readonly rejected: readonly RejectedInput[];
  };
  /** Of the model on the test part; of several targets the means over these. */
  readonly metrics: Readonly<Record<string, number | null>>;
  /** By target, there only where the model has several. */
  readonly targets?: Readonly<
    Record<
      string,
      {
        readonly metrics: Readonly<Record<string, number | null>>;
        readonly baselines: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
      } & Pick<TableJudgement, "intervals" | "comparison" | "decision" | "verdict">
    >
  >;
  readonly baselines: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
  readonly validation: {
    readonly split: SplitManifest;
    /** Rows in two parts, columns that predict the target alone. */
    readonly leaks: readonly LeakFinding[];
    /** Metrics by part. */
    readonly parts: Readonly<
      Record<string, { readonly rows: number; readonly metrics: Readonly<Record<string, number | null>> }>
    >;
    /** In the order in which metrics are shown. */
    readonly metricNames: readonly string[];
    /** Of the metrics on the test part. */
    readonly intervals: TableJudgement["intervals"];
    readonly comparison: TableJudgement["comparison"];
    /** Calibration and threshold, where the recipe asks for them. */
    readonly decision: TableJudgement["decision"];
    /** Metrics by fold, where the recipe asks for it. */
    readonly crossValidation: ReportedFolds | null;
    readonly gate: GateResult | null;
    readonly verdict: string;
    readonly features: number;
    readonly inputs: number;
    readonly estimator: string;
    /** Largest difference between TypeScript and the ONNX file on the test part. */
    readonly exportDifference: number;
    readonly warnings: readonly string[];
  };
  /** What `mlops report RUN` is drawn from. */
  readonly report: BlobReference;
  readonly reasons: readonly string[];
}

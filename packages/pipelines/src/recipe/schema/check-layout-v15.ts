import type { z } from "zod";

/** Column of the instant in the rows of a feature set. */
const INSTANT_COLUMN = "at";

interface Checked {
  readonly forecast?: { readonly target: string } | undefined;
  readonly task_choice?: string | undefined;
  readonly model: {
    readonly hyperparameters?:
      | { readonly tuning_enabled: boolean; readonly tunable?: unknown; readonly values?: unknown }
      | undefined;
    readonly calibration?: { readonly enabled: boolean; readonly method?: string | undefined } | undefined;
    readonly decision_threshold?: { readonly metric?: string | undefined } | undefined;
  };
  readonly data?:
    | {
        readonly data_interface?:
          | {
              readonly target_column?: string | undefined;
              readonly treatment_column?: string | undefined;
              readonly timestamp_column?: string | undefined;
            }
          | undefined;
        readonly split?: Split | undefined;
      }
    | undefined;
}

interface Split {
  readonly strategy: string;
  readonly temporal_column?: string | undefined;
  readonly group_column?: string | undefined;
  readonly train: number;
  readonly validation: number;
  readonly test: number;
  readonly calibration: number;
}

type Reject = (path: readonly string[], message: string, hint: string) => void;

const SHARE_TOLERANCE = 0.001;

/** The rules of the v1.5 layout that span several keys. */
export function checkLayoutV15(recipe: Checked, context: z.RefinementCtx): void {
  const reject: Reject = (path, message, hint) =>
    context.addIssue({ code: "custom", path: [...path], message, params: { hint } });
  checkHyperparameters(recipe, reject);
  checkInterface(recipe, reject);
  if (recipe.data?.split) checkSplit(recipe.data.split, recipe, reject);
  if (recipe.forecast) checkForecast(recipe.forecast, recipe, reject);
}

function checkHyperparameters({ model, task_choice }: Checked, reject: Reject): void {
  const path = ["model", "hyperparameters"];
  const { hyperparameters, calibration, decision_threshold } = model;
  if (hyperparameters?.tuning_enabled === true && hyperparameters.tunable === undefined) {
    reject(path, "tuning_enabled is true and there is no tunable range.", "Add tunable: {name: {type, range}}.");
  }
  if (hyperparameters?.tuning_enabled === false && hyperparameters.values === undefined) {
    reject(path, "tuning_enabled is false and there are no values.", "Add values: {name: value}.");
  }
  if (decision_threshold !== undefined && task_choice !== undefined && task_choice !== "classification") {
    reject(
      ["model", "decision_threshold"],
      `a decision threshold is for classification, not ${task_choice}.`,
      "Remove it.",
    );
  }
  if (calibration?.enabled !== true) return;
  if (calibration.method === undefined)
    reject(["model", "calibration"], "calibration needs a method.", "Add method: isotonic or beta.");
  if (task_choice !== undefined && task_choice !== "classification") {
    reject(["model", "calibration"], `calibration is for classification, not ${task_choice}.`, "Remove it.");
  }
}

function checkInterface({ task_choice, data }: Checked, reject: Reject): void {
  const columns = data?.data_interface;
  if (!columns) return;
  const path = ["data", "data_interface"];
  const need = (column: string | undefined, key: string): void => {
    if (column === undefined) reject(path, `${task_choice} needs ${key}.`, `Add ${key}.`);
  };
  if (task_choice !== undefined && task_choice !== "clustering") need(columns.target_column, "target_column");
  if (task_choice === "causal") need(columns.treatment_column, "treatment_column");
  if (task_choice === "timeseries") need(columns.timestamp_column, "timestamp_column");
}

/** A forecast's target, task and instants are given by its feature set; other names would be ignored. */
function checkForecast({ target }: { readonly target: string }, { task_choice, data }: Checked, reject: Reject): void {
  const { data_interface: columns, split } = data ?? {};
  const other = (value: string | undefined, expected: string, path: readonly string[]): void => {
    if (value === undefined || value === expected) return;
    reject(path, `the forecast of ${target} needs ${expected}, not ${value}.`, `Write ${expected}, or remove the key.`);
  };
  other(task_choice, "regression", ["task_choice"]);
  other(columns?.target_column, target, ["data", "data_interface", "target_column"]);
  other(columns?.timestamp_column, INSTANT_COLUMN, ["data", "data_interface", "timestamp_column"]);
  other(split?.temporal_column, INSTANT_COLUMN, ["data", "split", "temporal_column"]);
}

function checkSplit(split: Split, { model }: Checked, reject: Reject): void {
  const path = ["data", "split"];
  const sum = split.train + split.validation + split.test + split.calibration;
  if (Math.abs(sum - 1) > SHARE_TOLERANCE) {
    reject(
      path,
      `the parts sum to ${Number(sum.toFixed(4))}, not 1.`,
      "Change train, validation, test and calibration.",
    );
  }
  if (split.train === 0) reject([...path, "train"], "the training part is empty.", "Give train a share above 0.");
  if (split.strategy === "temporal" && split.temporal_column === undefined) {
    reject(path, "a temporal split needs temporal_column.", "Add temporal_column.");
  }
  if (split.strategy === "group" && split.group_column === undefined) {
    reject(path, "a split by group needs group_column.", "Add group_column.");
  }
  if (split.strategy !== "group" && split.group_column !== undefined) {
    reject([...path, "group_column"], `the strategy ${split.strategy} has no groups.`, "Write strategy: group.");
  }
  if (model.calibration?.enabled === true && split.calibration === 0) {
    reject(path, "calibration needs a calibration part.", "Give calibration a share above 0.");
  }
  if (model.decision_threshold?.metric !== undefined && split.validation === 0) {
    reject(path, "a decision threshold is tuned on a validation part.", "Give validation a share above 0.");
  }
  if (model.hyperparameters?.tuning_enabled === true && split.validation === 0) {
    reject(path, "tuning needs a validation part.", "Give validation a share above 0.");
  }
}

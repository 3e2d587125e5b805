import type { CatalogueArea } from "../catalogue-entry.ts";

export const preprocessing = {
  PREPROCESSOR_UNKNOWN: {
    category: "invalid",
    summary: "A preprocessing step names a type that does not exist.",
    cause: "A misspelt type under preprocessor.steps.",
    mend: "Use one of the types that the message lists.",
    example: "preprocessor:\n  steps:\n    - {type: simple_imputer, strategy: median}\n    - {type: standard_scaler}",
  },
  PREPROCESSOR_OPTION_INVALID: {
    category: "invalid",
    summary: "A preprocessing step has a parameter that it does not know, or a value that the parameter cannot take.",
    cause: "A misspelt parameter, a parameter of another step, a value out of range, or one that would have no effect.",
    mend: "Write a value in the range that the message names, or remove the parameter.",
  },
  PREPROCESSING_COLUMN_UNKNOWN: {
    category: "invalid",
    summary: "A preprocessing step names a column that is not there when it is its turn.",
    cause: "A misspelt column, an excluded one, or one that an earlier step replaced by others.",
    mend: "Name a column that the message lists, or put the step before the one that replaces the column.",
  },
  PREPROCESSING_COLUMN_TYPE: {
    category: "invalid",
    summary: "A column is of a type that a preprocessing step, or the fitted preparation, cannot take.",
    cause: "A scaler on texts, a date used as a feature, or new data whose column has another type than in training.",
    mend: "Read the column with the type that the message names, name other columns, or exclude the column.",
  },
  PREPROCESSING_COLUMN_MISSING: {
    category: "invalid",
    summary: "New data lacks a column that the preparation was fitted on.",
    cause: "Another export than the one used in training, or a renamed column.",
    mend: "Give every column of the model's signature; unknown values are nulls, not missing columns.",
  },
  PREPROCESSING_CATEGORY_UNKNOWN: {
    category: "invalid",
    summary: "A column holds a category that training did not see, and its encoder was told to refuse such.",
    cause: "New categories in new data, with handle_unknown: error.",
    mend: "Mend the value, train again with it, or use handle_unknown: ignore (one-hot) or use_encoded_value (ordinal).",
    example: "- {type: one_hot_encoder, columns: [region], handle_unknown: ignore}",
  },
  PREPROCESSING_VALUE_INVALID: {
    category: "invalid",
    summary: "A cell holds a value that cannot be prepared.",
    cause: "An infinite number, a text with a NUL, or a null where training had none and the type has no null.",
    mend: "Mend the cell at the row and column that the message names.",
  },
  PREPROCESSING_FIT_INVALID: {
    category: "invalid",
    summary: "A preparation cannot be learnt from this table.",
    cause: "No rows, no columns left after the excluded ones, or every row dropped for its missing values.",
    mend: "Give rows and columns to learn from; see the message for what took them away.",
  },
  PREPROCESSING_NOT_PORTABLE: {
    category: "invalid",
    summary: "A preprocessing step cannot be part of an ONNX file.",
    cause: "A step of your own that has no toOnnx.",
    mend: "Give the step a toOnnx, or run it before the file is called.",
  },
  PREPROCESSING_STATE_INVALID: {
    category: "invalid",
    summary: "A stored preparation cannot be used.",
    cause: "It was written by a newer version, or changed after it was written.",
    mend: "Train again, or use the version of mlops that wrote it.",
  },
  LABEL_INVALID: {
    category: "invalid",
    summary: "The target column cannot be used as labels.",
    cause: "Rows without a label, or values that are neither texts, numbers nor booleans.",
    mend: "Fill the labels or drop the rows that the message names.",
  },
} as const satisfies CatalogueArea;

import type { CatalogueArea } from "../catalogue-entry.ts";

export const engine = {
  RUN_HELD: {
    category: "conflict",
    summary: "Another process is executing this run.",
    cause: "The same command was started twice, or a resumption was asked for while the run still goes on.",
    mend: "Wait until the process that the message names is done, or stop it; a dead one gives the run up by itself.",
    example: "mlops runs show latest",
  },
  RUN_NOT_FOUND: {
    category: "invalid",
    summary: "No run has this id.",
    cause: "A misspelt id, or another home folder than the one the run was made in.",
    mend: "List the runs and check --home and MLOPS_HOME.",
    example: "mlops runs list",
  },
  RUN_INPUT_CHANGED: {
    category: "conflict",
    summary: "A run with this key exists, but it was begun with another input, seed or workflow.",
    cause: "Flags that change the input were given to a command whose run is identified by its key.",
    mend: "Repeat the command with the input of the first start, or start a run with another key.",
    example: "mlops runs show latest --json",
  },
  RECIPE_CHANGED: {
    category: "conflict",
    summary: "The recipe is not the one that the run was begun with.",
    cause: "The recipe file was edited between the start of the run and its resumption.",
    mend: "Put the recipe back, start a new run, or pass --accept-changed-recipe to finish the run with the new one.",
    example: "mlops pipeline resume latest --accept-changed-recipe",
  },
  WORKFLOW_CHANGED: {
    category: "conflict",
    summary: "The workflow is not the one that the run was begun with.",
    cause: "The program was updated during the run, or the workflow asks for its steps in an order that varies.",
    mend: "Finish the run with the version that began it, or start a new run.",
    example: "mlops runs show latest",
  },
  WORKFLOW_INVALID: {
    category: "invalid",
    summary: "A workflow, one of its step names or its retry policy is not well formed.",
    cause: "A name with characters that are not allowed, or a number out of its range.",
    mend: "Correct the definition that the message names.",
  },
  WORKFLOW_INPUT_INVALID: {
    category: "invalid",
    summary: "The input of a workflow does not have the form that the workflow asks for.",
    cause: "A missing, misspelt or mistyped field.",
    mend: "Correct the field that the message names.",
  },
  WORKFLOW_STEP_DUPLICATE: {
    category: "failed",
    summary: "A workflow asked twice for a step with the same key in one run.",
    cause: "A step inside a loop without a key of its own.",
    mend: "Give each repetition its key: context.step(name, fn, { key: attempt }).",
    example: 'context.step("fine-tune", train, { key: attempt })',
  },
  STEP_RESULT_TOO_LARGE: {
    category: "failed",
    summary: "A step or a workflow returned more than 256 KiB of JSON.",
    cause: "A table, a model or a report was returned instead of a reference to it.",
    mend: "Put the bytes into the blob store and return its reference {digest, size, mediaType}.",
    example: "return store.blobs.put(bytes, { mediaType })",
  },
  STEP_TIMED_OUT: {
    category: "failed",
    summary: "An attempt at a step took longer than its time limit.",
    cause: "A slow service, or more work than the limit allows for.",
    mend: "Resume the run; the step is tried again. Raise the step's limit if it needs more time.",
    example: "mlops pipeline resume latest",
  },
} as const satisfies CatalogueArea;

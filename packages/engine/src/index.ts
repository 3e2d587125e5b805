export { type JournalMemory, journalMemory, memoryJournal } from "./memory-journal.ts";
export { MAX_RESULT_BYTES } from "./result-json.ts";
export type { RetryPolicy } from "./retry-policy.ts";
export {
  resultOf,
  resumeRun,
  type ResumeRunOptions,
  type RunOrigin,
  type RunOutcome,
  type RunPorts,
  runWorkflow,
  type RunWorkflowOptions,
} from "./run-workflow.ts";
export {
  defineWorkflow,
  type InputParser,
  type LogLevel,
  type RunSummary,
  type StepContext,
  type StepFunction,
  type StepOptions,
  type Workflow,
  type WorkflowContext,
  type WorkflowEvent,
} from "./workflow.ts";

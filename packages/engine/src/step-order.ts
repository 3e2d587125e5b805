import { MlopsError, type StepRecord } from "@mlops/core";

/** The order in which the workflow asks for steps, held against the order that the journal has. */
export interface StepOrder {
  /** How many steps were asked for. */
  readonly count: number;
  /**
   * Gives the step its position.
   *
   * @throws MlopsError WORKFLOW_STEP_DUPLICATE, WORKFLOW_CHANGED
   */
  ask(stepKey: string): number;
  /** Keys of the steps at `position` and after it. */
  from(position: number): string[];
  /** @throws MlopsError WORKFLOW_CHANGED where a finished step of the journal was never asked for */
  assertComplete(): void;
}

export function stepOrder(workflow: string, journalled: readonly StepRecord[]): StepOrder {
  const asked = new Map<string, number>();
  const positionOf = new Map(journalled.map(({ stepKey, index }) => [stepKey, index]));
  const keyAt = new Map(journalled.map(({ stepKey, index }) => [index, stepKey]));

  return {
    get count() {
      return asked.size;
    },
    ask(stepKey) {
      const position = asked.size;
      if (asked.has(stepKey)) {
        throw new MlopsError("WORKFLOW_STEP_DUPLICATE", `Workflow ${workflow} asked twice for step ${stepKey}.`, {
          details: { workflow, step: stepKey, position },
        });
      }
      const expected = keyAt.get(position);
      const before = positionOf.get(stepKey);
      if ((expected ?? stepKey) !== stepKey || (before ?? position) !== position) {
        throw changed(workflow, stepKey, position, expected, before);
      }
      asked.set(stepKey, position);
      return position;
    },
    from: (start) => [...asked].filter(([, position]) => position >= start).map(([stepKey]) => stepKey),
    assertComplete() {
      const missing = journalled.find(({ stepKey }) => !asked.has(stepKey));
      if (missing) throw neverAsked(workflow, missing.stepKey);
    },
  };
}

export function neverAsked(workflow: string, stepKey: string): MlopsError {
  return new MlopsError(
    "WORKFLOW_CHANGED",
    `Workflow ${workflow} did not ask for step ${stepKey}, which the journal has as finished.`,
    { details: { workflow, step: stepKey } },
  );
}

function changed(
  workflow: string,
  stepKey: string,
  position: number,
  expected: string | undefined,
  before: number | undefined,
): MlopsError {
  const journal = expected === undefined ? `has it at position ${before}` : `has ${expected} at position ${position}`;
  return new MlopsError(
    "WORKFLOW_CHANGED",
    `Workflow ${workflow} asked for step ${stepKey} at position ${position}; the run's journal ${journal}.`,
    { details: { workflow, step: stepKey, position, expected: expected ?? null } },
  );
}

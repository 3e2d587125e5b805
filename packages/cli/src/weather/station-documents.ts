import { type Outcome, outcomeOf } from "@mlops/core";

import type { CommandResult } from "../command.ts";
import { renderNote } from "../render/note.ts";
import type { Style } from "../render/style.ts";
import { reasonText } from "./reason-text.ts";

/** What a weather command says about one station. */
export interface StationAnswer {
  readonly reasons: readonly string[];
  readonly document: Readonly<Record<string, unknown>>;
  human(style: Style): string;
}

/**
 * One station's fields stand at the top of the document; with several, the first one's do, and `stations` holds all of
 * them in order.
 */
export function answerForStations(answers: readonly StationAnswer[], reasons: readonly string[]): CommandResult {
  const outcome: Outcome = outcomeOf([...answers.flatMap((answer) => answer.reasons), ...reasons]);
  const [first] = answers;
  return {
    outcome,
    document: {
      ...first?.document,
      ...(answers.length > 1 && {
        stations: answers.map(({ reasons, document }) => ({ ...outcomeOf(reasons), ...document })),
      }),
    },
    human: (style) =>
      [
        ...answers.map((answer) => answer.human(style)),
        ...reasons.map((reason) => renderNote(reasonText(reason), style)),
      ].join("\n\n"),
  };
}

import type { CommandResult } from "../command.ts";
import { writeNewText } from "./write-text.ts";

export interface SuggestRequest {
  /** Relative to the current folder, as it was given. */
  readonly data: string;
  /** Where the suite is written; undefined prints it. */
  readonly expectations: string | undefined;
  readonly signal: AbortSignal;
}

/** Proposes a suite that the data passes, and says so only after it was tried. */
export async function suggestExpectations({ data, expectations, signal }: SuggestRequest): Promise<CommandResult> {
  const { suggestSuite } = await import("@mlops/data-validation");
  const { text, checks, rows, columns } = await suggestSuite(data, { signal });
  if (expectations !== undefined) await writeNewText(expectations, text, { replace: false });
  return {
    outcome: { status: "ok", reasons: [] },
    document: { data, rows, columns, checks, suite: text, path: expectations ?? null },
    human: (style) =>
      expectations === undefined
        ? text.trimEnd()
        : `${style.green("wrote")} ${expectations}: ${checks} checks from ${rows} rows of ${columns} columns\nRead it before you rely on it: it says what this data is, not what it should be.`,
  };
}

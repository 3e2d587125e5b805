import { expect } from "vitest";

import type { CommandResult } from "./command.ts";

/** The one document that a command with `--json` prints. */
export function documentOf(result: CommandResult): unknown {
  const lines = result.stdout.trim().split("\n");
  expect(lines, `stdout must be one document\n${result.stdout}\n${result.stderr}`).toHaveLength(1);
  return JSON.parse(lines[0] ?? "");
}

/** The document of a command that went well. */
export function answerOf(result: CommandResult): unknown {
  expect(result.exitCode, `${result.stdout}\n${result.stderr}`).toBe(0);
  return documentOf(result);
}

export interface ExpectedFailure {
  readonly exit: number;
  readonly code: string;
  /** What the message must name: the offending value, where it stands. */
  readonly names: readonly (string | RegExp)[];
  /** What the hint must say. */
  readonly hint?: string | RegExp;
}

/** One error document, a message that names the mistake, a hint, and no stack trace. */
export function expectFailure(result: CommandResult, expected: ExpectedFailure): void {
  const where = `${result.stdout}\n${result.stderr}`;
  expect(result.exitCode, where).toBe(expected.exit);
  const document = documentOf(result) as { readonly error: { readonly message: string; readonly hint: string } };
  expect(document, where).toMatchObject({
    schema: "mlops.error/v1",
    status: "failed",
    error: { code: expected.code, details: expect.anything() as unknown },
  });
  const { message, hint } = document.error;
  for (const named of expected.names) expect(message).toMatch(named);
  expect(hint).toMatch(expected.hint ?? /\S/);
  expect(where).not.toMatch(/^\s+at .+:\d+/m);
  expect(where).not.toMatch(/\\n\s+at /);
}

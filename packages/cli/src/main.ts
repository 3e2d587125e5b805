import { commandCatalogue } from "./command-catalogue.ts";
import { exitCodes } from "./exit-code.ts";
import { rawFlags } from "./parse/raw-flags.ts";
import { answerLine } from "./run/answer-line.ts";
import { outputStream } from "./run/output.ts";
import { reportError } from "./run/report-error.ts";

/**
 * The `mlops` program: reads `argv` (without node and script), runs one command, prints its result and ends the
 * process with its exit code once both streams are flushed. Never rejects.
 */
export async function main(argv: readonly string[]): Promise<void> {
  let writeFailed = false;
  const onWriteFailure = (): void => {
    writeFailed = true;
  };
  const terminal = {
    flags: rawFlags(argv),
    stdout: outputStream(process.stdout, onWriteFailure),
    stderr: outputStream(process.stderr, onWriteFailure),
  };
  const end = async (code: number): Promise<void> => {
    await terminal.stdout.write("");
    await terminal.stderr.write("");
    process.exit(writeFailed && code === exitCodes.ok ? exitCodes.failed : code);
  };
  const crash = (thrown: unknown): void => {
    void reportError(thrown, terminal).then(end);
  };
  process.once("uncaughtException", crash);
  process.once("unhandledRejection", crash);
  try {
    await end(await answerLine(argv, commandCatalogue, terminal));
  } catch (thrown) {
    await end(await reportError(thrown, terminal));
  }
}

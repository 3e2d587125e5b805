import { asMlopsError } from "../errors/as-mlops-error.ts";
import { exitCodeOfError, type StopSignal } from "../exit-code.ts";
import { renderError } from "../render/error.ts";
import { renderErrorDocument } from "../render/json.ts";
import { styleFor, type Terminal } from "./terminal.ts";

/** Shows an error (with `--json` as the one document on stdout, else on stderr) and answers its exit code. */
export async function reportError(
  thrown: unknown,
  { flags, stdout, stderr }: Terminal,
  stoppedBy?: StopSignal,
): Promise<number> {
  const error = asMlopsError(thrown);
  if (flags.json) {
    const indent = stdout.isTerminal ? 2 : 0;
    await stdout.write(`${renderErrorDocument(error, { stack: flags.verbose, indent })}\n`);
  } else {
    await stderr.write(`${renderError(error, styleFor(stderr, flags), { stack: flags.verbose })}\n`);
  }
  return exitCodeOfError(error.category, stoppedBy);
}

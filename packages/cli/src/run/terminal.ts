import type { RawFlags } from "../parse/raw-flags.ts";
import { type Style, styleOf } from "../render/style.ts";
import type { OutputStream } from "./output.ts";

/** The two streams of the process and how the command line wants them used. */
export interface Terminal {
  readonly flags: RawFlags;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
}

export function styleFor(stream: OutputStream, flags: RawFlags): Style {
  return styleOf({
    isTerminal: stream.isTerminal,
    columns: stream.columns,
    colour: flags.colour,
    environment: process.env,
  });
}

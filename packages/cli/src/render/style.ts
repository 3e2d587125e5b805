import picocolors from "picocolors";

/** How text for people may look on one stream. */
export interface Style {
  /** Columns; Infinity where the stream is no terminal, so that piped tables are never cut. */
  readonly width: number;
  readonly colour: boolean;
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
}

export interface StyleRequest {
  readonly isTerminal: boolean;
  readonly columns: number | undefined;
  /** `--color` / `--no-color`. */
  readonly colour: boolean | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Colours: the flag, else none with NO_COLOR (any text, no-color.org) or TERM=dumb, else only on a terminal. */
export function styleOf({ isTerminal, columns, colour, environment }: StyleRequest): Style {
  const forbidden = Boolean(environment["NO_COLOR"]) || environment["TERM"] === "dumb";
  const enabled = colour ?? (isTerminal && !forbidden);
  const colours = picocolors.createColors(enabled);
  return {
    width: isTerminal ? Math.max(40, columns ?? 80) : Number.POSITIVE_INFINITY,
    colour: enabled,
    bold: colours.bold,
    dim: colours.dim,
    red: colours.red,
    green: colours.green,
    yellow: colours.yellow,
    cyan: colours.cyan,
  };
}

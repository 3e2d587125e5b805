/** Flags that decide how even a usage error is shown; read before, and without, the real parsing. */
export interface RawFlags {
  readonly json: boolean;
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly help: boolean;
  readonly version: boolean;
  readonly colour: boolean | undefined;
}

export function rawFlags(argv: readonly string[]): RawFlags {
  const end = argv.indexOf("--");
  const tokens = end === -1 ? argv : argv.slice(0, end);
  const has = (...names: readonly string[]): boolean => tokens.some((token) => names.includes(token));
  const colour = tokens.findLast((token) => token === "--color" || token === "--no-color");
  return {
    json: has("--json"),
    verbose: has("--verbose", "-v"),
    quiet: has("--quiet"),
    help: has("--help", "-h"),
    version: has("--version"),
    colour: colour === undefined ? undefined : colour === "--color",
  };
}

import { readFileSync } from "node:fs";

/** The version of the command line: that of its package, whether it runs from `src` or `dist`. */
export function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return (manifest as { readonly version: string }).version;
}

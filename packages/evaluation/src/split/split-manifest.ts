import { sha256Hex } from "@mlops/core";

import { type PartName, partNames, type Split, type SplitFractions } from "./split.ts";

export interface ManifestPart {
  readonly rows: number;
  /** SHA-256 over the SHA-256 digests of the part's row keys, sorted, one a line. */
  readonly digest: string;
}

/** Which rows were in which part, without the rows. Plain JSON, stored with the run. */
export interface SplitManifest {
  readonly format: 1;
  readonly strategy: Split["strategy"];
  readonly fractions: SplitFractions;
  /** Of the random order; absent for a split by time. */
  readonly seed?: number | string;
  readonly reasons: readonly string[];
  readonly purged: number;
  readonly parts: Readonly<Partial<Record<PartName, ManifestPart>>>;
}

/** SHA-256 of a text as UTF-8, 64 lower-case hexadecimal digits. A runtime's own is several times as fast. */
export type TextDigest = (text: string) => string;

/**
 * @param rowKeys what identifies each row: its key column, or a digest of its content. Positions identify nothing once the
 *   file has changed.
 */
export function splitManifest(
  split: Split,
  rowKeys: readonly string[],
  made: { readonly fractions: SplitFractions; readonly seed?: number | string },
  digest: TextDigest = sha256Hex,
): SplitManifest {
  const parts = Object.fromEntries(
    Object.entries(split.parts).map(([part, positions]) => [
      part,
      manifestPart(
        Array.from(positions, (row) => rowKeys[row] ?? ""),
        digest,
      ),
    ]),
  );
  return { format: 1, strategy: split.strategy, ...made, reasons: split.reasons, purged: split.purged, parts };
}

export interface SplitDifference {
  readonly part: PartName;
  /** `missing` and `unexpected`: the part itself. */
  readonly problem: "missing" | "unexpected" | "other-number-of-rows" | "other-rows";
  readonly expectedRows: number;
  readonly actualRows: number;
}

/** Where row keys by part differ from what a manifest recorded; empty where they are the same rows, in any order. */
export function verifySplit(
  manifest: SplitManifest,
  keysByPart: Readonly<Partial<Record<PartName, readonly string[]>>>,
  digest: TextDigest = sha256Hex,
): readonly SplitDifference[] {
  return partNames.flatMap((part) => {
    const [expected, keys] = [manifest.parts[part], keysByPart[part]];
    const [expectedRows, actualRows] = [expected?.rows ?? 0, keys?.length ?? 0];
    const problem = problemOf(expected, keys, digest);
    return problem === undefined ? [] : [{ part, problem, expectedRows, actualRows }];
  });
}

function problemOf(
  expected: ManifestPart | undefined,
  keys: readonly string[] | undefined,
  digest: TextDigest,
): SplitDifference["problem"] | undefined {
  if (expected === undefined) return keys === undefined ? undefined : "unexpected";
  if (keys === undefined) return "missing";
  if (keys.length !== expected.rows) return "other-number-of-rows";
  return manifestPart(keys, digest).digest === expected.digest ? undefined : "other-rows";
}

function manifestPart(keys: readonly string[], digest: TextDigest): ManifestPart {
  const digests = keys.map(digest).sort();
  return { rows: keys.length, digest: digest(digests.join("\n")) };
}

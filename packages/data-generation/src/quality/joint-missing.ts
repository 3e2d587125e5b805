import type { ComparedColumn } from "./compared-columns.ts";

/** Whether cells are absent together as they are in the real table. */
export interface JointMissing {
  /** Mean over pairs of 1 − |share of real rows that lack both − share of synthetic rows that do|. */
  readonly score: number;
  readonly pairs: number;
  readonly worst: { readonly columns: readonly [string, string]; readonly real: number; readonly synthetic: number };
}

/** More incomplete columns than this are compared by the first of them. */
const MOST_COLUMNS = 100;

export function jointMissing(columns: readonly ComparedColumn[]): JointMissing | null {
  const incomplete = columns
    .map((column) => ({ name: column.name, real: absent(column, "real"), synthetic: absent(column, "synthetic") }))
    .filter(({ real, synthetic }) => real.includes(1) || synthetic.includes(1))
    .slice(0, MOST_COLUMNS);
  let sum = 0;
  let pairs = 0;
  let worst: JointMissing["worst"] | undefined;
  for (const [index, first] of incomplete.entries()) {
    for (const second of incomplete.slice(index + 1)) {
      const [real, synthetic] = [bothShare(first.real, second.real), bothShare(first.synthetic, second.synthetic)];
      pairs += 1;
      sum += 1 - Math.abs(real - synthetic);
      if (worst === undefined || Math.abs(real - synthetic) > Math.abs(worst.real - worst.synthetic)) {
        worst = { columns: [first.name, second.name], real, synthetic };
      }
    }
  }
  return worst === undefined ? null : { score: sum / pairs, pairs, worst };
}

function absent(column: ComparedColumn, side: "real" | "synthetic"): Uint8Array {
  if (column.shape === "continuous") return Uint8Array.from(column[side], (value) => (Number.isNaN(value) ? 1 : 0));
  return Uint8Array.from(column[side], (code) => (code < 0 ? 1 : 0));
}

function bothShare(a: Uint8Array, b: Uint8Array): number {
  let both = 0;
  for (let row = 0; row < a.length; row += 1) both += (a[row] ?? 0) & (b[row] ?? 0);
  return both / a.length;
}

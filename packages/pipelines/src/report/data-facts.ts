import { digestJson, type Target } from "@mlops/core";
import { type LeakFinding, partNames, type SplitManifest } from "@mlops/evaluation";
import { detectColumns } from "@mlops/preprocessing";
import { type DataColumn, type DataFacts, protectedColumns, type SplitFacts } from "@mlops/reporting";

import { leakChecks } from "../tabular/leak-checks.ts";
import type { TablePlan } from "../tabular/table-plan.ts";
import { instantsOf, partOf, type TableWork } from "../tabular/table-work.ts";

/** What a report says of the rows: where they come from, what they hold, how they were parted, what was found in them. */
export function dataFacts(
  work: TableWork,
  plan: TablePlan,
  manifest: SplitManifest,
  leaks: readonly LeakFinding[],
  inputs: readonly string[],
): DataFacts {
  const { table, name, digest, rejected, rejectedCount } = work.rows;
  return {
    sources: [{ name, rows: table.rowCount, digest }],
    rows: table.rowCount,
    columns: columnsOf(work, plan, inputs),
    split: splitFacts(work, plan, manifest),
    leakChecks: leakChecks.map((check) => {
      const found = leaks.filter((leak) => leak.check === check);
      return found.length === 0
        ? { check, result: "passed" as const }
        : { check, result: "reported" as const, detail: found.map(({ message }) => message).join(" ") };
    }),
    rejected: { count: rejectedCount, examples: rejected.slice(0, 20) },
  };
}

function columnsOf({ rows }: TableWork, plan: TablePlan, inputs: readonly string[]): readonly DataColumn[] {
  const found = new Set(protectedColumns(rows.table.columnNames));
  return detectColumns(rows.table).map(({ name, type, missing, distinct }) => ({
    name,
    type,
    role: roleOf(name, plan, inputs),
    missing,
    distinct,
    ...(found.has(name) && { protected: true }),
  }));
}

function roleOf(name: string, { target, split }: TablePlan, inputs: readonly string[]): string {
  if (name === target) return "target";
  if (name === split.groupColumn) return "group";
  if (inputs.includes(name)) return "feature";
  return name === split.temporalColumn ? "time" : "unused";
}

function splitFacts(work: TableWork, plan: TablePlan, manifest: SplitManifest): SplitFacts {
  const instants = plan.split.strategy === "temporal" ? instantsOf(work.rows.table, plan) : undefined;
  const parts = partNames.flatMap((name) => {
    const [recorded, part] = [manifest.parts[name], partOf(work, name)];
    if (!recorded || !part) return [];
    const positions = work.split.parts[name] ?? new Uint32Array();
    return [{ name, ...recorded, ...targetMean(part.target, plan), ...(instants && spanOf(positions, instants)) }];
  });
  const { strategy, purged, seed } = manifest;
  return {
    kind: strategy === "stratified" ? "random, stratified by class" : strategy,
    digest: digestJson(manifest),
    parts,
    ...(strategy !== "temporal" && typeof seed === "number" && { seed }),
    ...(purged > 0 && { purged }),
  };
}

/** Share of the positive class, or mean; nothing where there are more than two classes. */
function targetMean(target: Target, { positiveClass }: TablePlan): { readonly targetMean?: number } {
  if (target.kind === "values") return { targetMean: meanOf(target.values) };
  if (target.classes.length !== 2) return {};
  const positive = positiveClass === undefined ? 1 : target.classes.indexOf(positiveClass);
  return { targetMean: meanOf(Float64Array.from(target.codes, (code) => Number(code === positive))) };
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function spanOf(positions: Uint32Array, instants: Float64Array): { readonly from: number; readonly to: number } {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const row of positions) {
    from = Math.min(from, instants[row] ?? from);
    to = Math.max(to, instants[row] ?? to);
  }
  return { from, to };
}

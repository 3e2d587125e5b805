import { MlopsError } from "@mlops/core";
import type { CellValue } from "@mlops/table";

import { dateText } from "../metadata/date-text.ts";
import type { Condition } from "../synthesis/synthesizer.ts";
import { latentReader } from "./latent-reader.ts";
import type { ColumnModel, ColumnSource, DistributionModel } from "./model.ts";
import type { Region } from "./truncated-normal.ts";

export interface ConditionRegions {
  /** By latent, the scores that meet the conditions. */
  readonly regions: ReadonlyMap<number, Region>;
  /** Conditions on columns that follow from others. */
  readonly drawn: readonly Condition[];
}

/**
 * The normal scores that meet conditions.
 *
 * @throws MlopsError SYNTHESIS_CONDITION_UNMET for a value that is never drawn, and for conditions that exclude each other
 */
export function conditionRegions(model: DistributionModel, conditions: readonly Condition[]): ConditionRegions {
  const regions = new Map<number, Region>();
  const drawn: Condition[] = [];
  const meet = (latent: number, region: Region, condition: Condition, why: string): void => {
    const known = regions.get(latent);
    const common = known === undefined ? region : intersection(known, region);
    if (common.length === 0)
      throw unmet(condition, known === undefined || region.length === 0 ? why : "it excludes another condition");
    regions.set(latent, common);
  };
  for (const condition of conditions) {
    const column = model.columns.find(({ name }) => name === condition.column);
    if (column === undefined) throw unmet(condition, "there is no such column");
    if (column.missing !== undefined) {
      const absent = condition.value === null ? 1 : 0;
      meet(column.missing, readerOf(model, column.missing).ofLevels([absent]), condition, "");
      if (condition.value === null) continue;
    }
    const region = valueRegion(model, column, condition);
    if (region === undefined) drawn.push(condition);
    else if (region !== "always") meet(region.latent, region.region, condition, region.why);
  }
  return { regions, drawn };
}

type ValueRegion = { readonly latent: number; readonly region: Region; readonly why: string } | "always" | undefined;

function valueRegion(model: DistributionModel, column: ColumnModel, condition: Condition): ValueRegion {
  const { source, name } = column;
  const { value } = condition;
  switch (source.kind) {
    case "levels": {
      const same = (each: unknown): boolean =>
        typeof value === "bigint" ? String(each) === String(value) : each === value;
      const levels = source.values.flatMap((each, level) => (same(each) ? [level] : []));
      const some = source.values.slice(0, 8).map(String).join(", ");
      const why =
        value === null
          ? `"${name}" is never missing`
          : `the values of "${name}" are ${some}${source.values.length > 8 ? ", …" : ""}`;
      return { latent: source.latent, region: readerOf(model, source.latent).ofLevels(levels), why };
    }
    case "number": {
      if (value === null) throw unmet(condition, `"${name}" is never missing`);
      if (source.above !== undefined) return undefined;
      return numberRegion(model, source, numberOf(source, value), name);
    }
    case "constant":
      if ((typeof value === "bigint" ? Number(value) : value) === source.value) return "always";
      throw unmet(condition, `"${name}" is always ${source.value === null ? "missing" : String(source.value)}`);
    case "id":
      throw unmet(condition, `"${name}" only numbers the rows`);
    case "formula":
      return undefined;
  }
}

/** All scores whose number is rounded to the one that is wanted. */
function numberRegion(
  model: DistributionModel,
  source: Extract<ColumnSource, { readonly kind: "number" }>,
  wanted: number | undefined,
  name: string,
): ValueRegion {
  const { low, high, decimals, step, latent } = source;
  const why = `"${name}" is from ${low} to ${high}`;
  if (wanted === undefined || !(wanted >= low && wanted <= high)) return { latent, region: [], why };
  const half = (step ?? (decimals === null ? Math.max(1e-9, Math.abs(wanted) * 1e-9) : 10 ** -decimals)) / 2;
  const [from, to] = [
    wanted <= low ? Number.NEGATIVE_INFINITY : wanted - half,
    wanted >= high ? Number.POSITIVE_INFINITY : wanted + half,
  ];
  return { latent, region: readerOf(model, latent).ofRange(from, to), why: `"${name}" never is ${wanted}` };
}

function numberOf(
  { format }: { readonly format?: string | undefined },
  value: Exclude<CellValue, null>,
): number | undefined {
  if (typeof value === "string") return format === undefined ? Number(value) : dateText(format)?.parse(value);
  return Number(value);
}

function readerOf({ latents }: DistributionModel, index: number) {
  const latent = latents[index];
  if (latent === undefined) throw new TypeError(`a model lacks its latent ${index}`);
  return latentReader(latent);
}

function intersection(a: Region, b: Region): Region {
  return a.flatMap(([from, to]) =>
    b.flatMap(([otherFrom, otherTo]): Region => {
      const [low, high] = [Math.max(from, otherFrom), Math.min(to, otherTo)];
      return low < high ? [[low, high]] : [];
    }),
  );
}

function unmet({ column, value }: Condition, why: string): MlopsError {
  return new MlopsError(
    "SYNTHESIS_CONDITION_UNMET",
    `No row can have ${column}=${value === null ? "" : String(value)}: ${why}.`,
    {
      details: { column, value: typeof value === "bigint" ? String(value) : value },
    },
  );
}

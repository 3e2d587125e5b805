import { MlopsError, type RandomKey, randomStream, splitKey } from "@mlops/core";
import { concatTables, type Table } from "@mlops/table";

import type { Condition, RowRange, Synthesizer } from "../synthesis/synthesizer.ts";
import type { DistributionModel } from "./model.ts";
import { openCopula } from "./open-copula.ts";

/**
 * A learnt distribution with another share of positive targets: each row is positive with that probability, and all else
 * follows as it does in the data for such rows.
 *
 * @param rate 0 to 1
 * @throws MlopsError INVALID_ARGUMENT where the model names no target, or one that is no category
 */
export function withTargetRate(model: DistributionModel, rate: number): Synthesizer {
  const whole = openCopula(model);
  const { target } = model;
  if (target === undefined) throw noTarget(`the model says nothing of a target`);
  const column = model.columns.find(({ name }) => name === target.column);
  const source = column?.source;
  const latent = source?.kind === "levels" ? model.latents[source.latent] : undefined;
  if (source?.kind !== "levels" || latent?.kind !== "levels" || !source.values.includes(target.positive)) {
    throw noTarget(`"${target.column}" is no category with a value ${String(target.positive)}`);
  }
  const { counts } = latent;
  const isPositive = source.values.map((value) => value === target.positive);
  const others = counts.reduce((sum, count, level) => sum + (isPositive[level] === true ? 0 : count), 0);
  const parts = source.values.map((value, level) => ({
    share: isPositive[level] === true ? rate : ((1 - rate) * (counts[level] ?? 0)) / others,
    conditions: [{ column: target.column, value: column?.type === "int64" ? BigInt(Number(value)) : value }],
  }));
  return mixed(whole, parts, { ...whole.lineage, targetRate: rate });
}

interface Part {
  readonly share: number;
  readonly conditions: readonly Condition[];
}

function mixed(whole: Synthesizer, parts: readonly Part[], lineage: Synthesizer["lineage"]): Synthesizer {
  const { given, ...shared } = whole;
  const drawers = parts.map(({ conditions }) => given?.(conditions) ?? whole);
  const draw = (key: RandomKey, { start, count }: RowRange): Table => {
    const stream = randomStream(splitKey(key, "target"));
    const chosen = Int32Array.from({ length: count }, () => pick(parts, stream.uniform()));
    const counts = parts.map((_, part) => chosen.reduce((sum, each) => sum + (each === part ? 1 : 0), 0));
    const tables = drawers.map((drawer, part) =>
      drawer.draw(splitKey(key, "part", part), { start, count: counts[part] ?? 0 }),
    );
    const next = counts.map((_, part) => counts.slice(0, part).reduce((sum, each) => sum + each, 0));
    const order = chosen.map((part) => {
      const row = next[part] ?? 0;
      next[part] = row + 1;
      return row;
    });
    const table = concatTables(tables).take(order);
    return whole.renumber?.(table, start) ?? table;
  };
  return { ...shared, lineage, draw };
}

function pick(parts: readonly Part[], uniform: number): number {
  let left = uniform;
  for (const [index, { share }] of parts.entries()) {
    if (left < share) return index;
    left -= share;
  }
  return parts.length - 1;
}

function noTarget(why: string): MlopsError {
  return new MlopsError("INVALID_ARGUMENT", `A share of positive rows cannot be set: ${why}.`, {
    hint: "Name it in the metadata and fit again: target: {column: status, positive: default}.",
  });
}

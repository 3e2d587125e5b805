import type { JsonObject, RandomKey } from "@mlops/core";
import { type Column, Table } from "@mlops/table";

import { conditionsText } from "../synthesis/conditions.ts";
import { drawMatching } from "../synthesis/draw-matching.ts";
import type { Condition, RowRange, Synthesizer } from "../synthesis/synthesizer.ts";
import { columnWriter, idColumn } from "./column-writer.ts";
import { conditionRegions } from "./condition-regions.ts";
import type { Matrix } from "./correlation/eigen.ts";
import { drawKeeping } from "./draw-keeping.ts";
import { scoreDrawer } from "./draw-scores.ts";
import { formulaWriter } from "./formula-writer.ts";
import { latentReader } from "./latent-reader.ts";
import type { DistributionModel } from "./model.ts";
import type { Region } from "./truncated-normal.ts";

/** A learnt distribution, ready to draw from. */
export function openCopula(model: DistributionModel): Synthesizer {
  const given = (conditions: readonly Condition[]): Synthesizer => {
    const { regions, drawn } = conditionRegions(model, conditions);
    const conditioned = copulaOver(model, regions, {
      ...lineageOf(model),
      ...(conditions.length > 0 && { conditions: conditionsText(conditions) }),
    });
    // What follows from other columns has no score of its own: such conditions are met by drawing.
    if (drawn.length === 0) return conditioned;
    return { ...conditioned, draw: (key, range) => drawMatching(conditioned, drawn, key, range) };
  };
  return { ...copulaOver(model, new Map(), lineageOf(model)), given };
}

function lineageOf(model: DistributionModel): JsonObject {
  const { rows, data } = model.fitted;
  return { model: model.digest, fittedRows: rows, fittedOn: data };
}

function copulaOver(model: DistributionModel, regions: ReadonlyMap<number, Region>, lineage: JsonObject): Synthesizer {
  const drawScores = scoreDrawer(correlationsOf(model), regions);
  const readers = model.latents.map(latentReader);
  const writers = model.columns.flatMap((column) => {
    const write = columnWriter(column, model);
    return write === undefined ? [] : [{ name: column.name, write }];
  });
  const writeFormulas = formulaWriter(model);
  const schema = model.columns.map(({ name, type }) => ({ name, type }));
  const names = schema.map(({ name }) => name);
  const { target } = model;
  const drawAny = (key: RandomKey, range: RowRange): Table => {
    const scores = drawScores(key, range.count);
    for (const [index, reader] of readers.entries()) reader.read(scores[index] ?? new Float64Array(0), range.count);
    const columns = new Map<string, Column>();
    for (const { name, write } of writers) columns.set(name, write(scores, range));
    return writeFormulas(Table.fromColumns(columns, range.count)).select(names);
  };
  const renumber = (table: Table, start: number): Table => {
    let result = table;
    for (const column of model.columns) {
      if (column.source.kind !== "id") continue;
      const { validity } = table.column(column.name);
      result = result.withColumn(
        column.name,
        idColumn(column, column.source, validity, { start, count: table.rowCount }),
      );
    }
    return result;
  };
  return {
    name: model.synthesizer,
    schema,
    lineage,
    categories: categoriesOf(model),
    ...(target !== undefined && { target }),
    renumber,
    draw: (key, range) => renumber(drawKeeping(model.rules, key, range, drawAny), range.start),
  };
}

function correlationsOf({ latents, correlations }: DistributionModel): Matrix {
  const size = latents.length;
  const matrix = latents.map((_, index) => {
    const row = new Float64Array(size);
    row[index] = 1;
    return row;
  });
  let place = 0;
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j < i; j += 1) {
      const rho = correlations[place] ?? 0;
      place += 1;
      const [rowI, rowJ] = [matrix[i], matrix[j]];
      if (rowI) rowI[j] = rho;
      if (rowJ) rowJ[i] = rho;
    }
  }
  return matrix;
}

function categoriesOf(model: DistributionModel): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    model.columns.flatMap(({ name, type, source }) => {
      if (type !== "string") return [];
      if (source.kind === "levels")
        return [[name, [...new Set(source.values.filter((value) => typeof value === "string"))]]];
      if (source.kind === "constant") return [[name, typeof source.value === "string" ? [source.value] : []]];
      return [];
    }),
  );
}

import { digestJson, MlopsError, randomKey, splitKey } from "@mlops/core";
import { type Column, columnBuilder, type DataType, makeColumn, nearestName, Table, type Validity } from "@mlops/table";

import type { Synthesizer } from "../synthesis/synthesizer.ts";
import { solveOutcome } from "./outcome-model.ts";
import { RowDraw } from "./row-draw.ts";
import type { Mask, RuleValues } from "./rule-values.ts";
import type { TableRules } from "./table-rules.ts";

export interface RuleSynthesizerOptions {
  /** Default: that of the rules. */
  readonly defaultRate?: number | undefined;
  /** Default: the first of the rules. */
  readonly scenario?: string | undefined;
}

/** Rows on which thresholds and intercept are solved. */
const REFERENCE_ROWS = 65_536;

/**
 * A synthesizer of a table that is described by rules.
 *
 * @throws MlopsError INVALID_ARGUMENT for a scenario that the rules do not have
 */
export function ruleSynthesizer(rules: TableRules, options: RuleSynthesizerOptions = {}): Synthesizer {
  const { outcome, name } = rules;
  const scenario = scenarioOf(rules, options.scenario);
  const rate = options.defaultRate ?? outcome.default_rate;
  const reference = new RowDraw(rules, splitKey(randomKey(name), "reference"), REFERENCE_ROWS);
  const model = solveOutcome(rules, scenario, rate, reference);
  const columns = Object.keys(rules.columns);
  const sample = new RowDraw(rules, randomKey(name), 1, model);
  const types = columns.map((column) => ({ name: column, type: typeOf(sample.values(column)) }));
  const categories = columns.flatMap((column) => {
    const rule = rules.columns[column];
    const values = sample.values(column);
    return values.kind === "text" && rule?.date === undefined ? [[column, values.texts] as const] : [];
  });
  return {
    name,
    schema: types,
    lineage: { rules: digestJson(rules), rule: model.rule },
    target: { column: outcome.column, positive: outcome.positive },
    categories: Object.fromEntries(categories),
    draw(key, { count }) {
      const rows = new RowDraw(rules, key, count, model);
      return Table.fromColumns(
        columns.map((column) => [column, columnOf(rows.values(column), rows.mask(column))] as const),
      );
    },
  };
}

function scenarioOf({ outcome, name }: TableRules, wanted: string | undefined): string {
  const names = Object.keys(outcome.scenarios);
  const scenario = wanted ?? names[0] ?? "";
  if (names.includes(scenario)) return scenario;
  const near = nearestName(scenario, names);
  throw new MlopsError("INVALID_ARGUMENT", `${name} has no scenario "${scenario}"; it has ${names.join(", ")}.`, {
    ...(near !== undefined && { hint: `Did you mean "${near}"?` }),
  });
}

function typeOf(values: RuleValues): DataType {
  if (values.kind === "text") return "string";
  return values.decimals === 0 ? "int32" : "float64";
}

function columnOf(values: RuleValues, mask: Mask): Column {
  if (values.kind === "text") return textColumn(values.codes, values.texts, mask);
  const numbers = values.decimals === 0 ? Int32Array.from(values.values) : values.values;
  return makeColumn(typeOf(values), numbers, validityOf(mask));
}

/** Only texts that occur are in the dictionary of a column. */
function textColumn(codes: Int32Array, texts: readonly string[], mask: Mask): Column {
  const builder = columnBuilder("string", "value", codes.length);
  for (const [row, code] of codes.entries()) builder.append(mask?.[row] === 0 ? null : texts[code]);
  return builder.finish();
}

function validityOf(mask: Mask): Validity {
  if (mask === undefined) return null;
  const bits = new Uint8Array((mask.length + 7) >>> 3);
  for (const [row, value] of mask.entries())
    if (value === 1) bits[row >>> 3] = (bits[row >>> 3] ?? 0) | (1 << (row & 7));
  return bits;
}

import { randomKey } from "@mlops/core";
import type { Table } from "@mlops/table";
import { describe, expect, test } from "vitest";

import { loanCategories, loanNumbers } from "../loan/loan-columns.ts";
import loanRules from "./loan-rules.ts";

const rows = 40_000;
const draw = (defaultRate?: number, seed = 1): Table =>
  loanRules
    .open(loanRules.options.parse(defaultRate === undefined ? {} : { default_rate: defaultRate }))
    .draw(randomKey(seed), { start: 0, count: rows });
const loans = draw();

const numbers = (name: string): Float64Array => Float64Array.from(loans.column(name).values as ArrayLike<number>);
const defaults = numbers("default");
const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Share of defaults among the rows with this text, and its standard error. */
function rateOf(column: string, text: string): { readonly rate: number; readonly error: number } {
  const { values, dictionary } = loans.columnOf(column, "string");
  const code = dictionary.indexOf(text);
  const outcome = defaults.filter((_, row) => values[row] === code);
  const rate = meanOf(outcome);
  return { rate, error: Math.sqrt((rate * (1 - rate)) / outcome.length) };
}

describe("the table", () => {
  test("has 27 columns: an id, ten texts, fifteen numbers, the outcome", () => {
    expect(loans.schema).toHaveLength(27);
    expect(loans.schema[0]).toEqual({ name: "loan_id", type: "string" });
    expect(loans.schema.slice(1, 11).map(({ name }) => name)).toEqual(Object.keys(loanCategories));
    expect(loans.schema.slice(11, 26).map(({ name }) => name)).toEqual(Object.keys(loanNumbers));
    expect(loans.schema[26]).toEqual({ name: "default", type: "int32" });
    expect(new Set(loans.columnOf("loan_id", "string").dictionary).size).toBe(rows);
  });

  test.each(Object.entries(loanCategories))("%s has its shares", (name, shares) => {
    expect(Object.values(shares).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    const { values, dictionary } = loans.columnOf(name, "string");
    for (const [text, share] of Object.entries(shares)) {
      const code = dictionary.indexOf(text);
      const found = values.filter((value) => value === code).length / rows;
      expect(Math.abs(found - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / rows));
    }
  });

  test.each([
    // Bounds, and the median by the distribution's own formula.
    ["annual_income", 15_000, 500_000, Math.exp(10.5)],
    ["loan_amount", 1000, 100_000, Math.exp(10)],
    ["debt_to_income_ratio", 0, 100, 26.445],
    ["credit_score", 300, 850, 680],
    ["existing_debt", 0, 200_000, Math.exp(9)],
    ["employment_length_years", 0, 40, 5 * Math.LN2],
    ["months_at_current_job", 0, 480, 36 * Math.LN2],
    ["interest_rate", 2, 30, 3.3567],
    ["num_credit_lines", 0, 20, 3],
    ["num_credit_inquiries", 0, 20, 1],
    ["revolving_balance", 0, 100_000, Math.exp(7)],
    ["revolving_utilization", 0, 100, 38.572],
    ["age", 18, 80, 40],
    ["months_since_last_delinquency", 0, 120, 24 * Math.LN2],
  ] as const)("%s lies in its range, around its median", (name, low, high, median) => {
    const sorted = numbers(name).toSorted();
    expect(sorted[0]).toBeGreaterThanOrEqual(low);
    expect(sorted.at(-1)).toBeLessThanOrEqual(high);
    expect(sorted[rows / 2] ?? 0).toBeGreaterThan(0.97 * median - 0.5);
    expect(sorted[rows / 2] ?? 0).toBeLessThan(1.03 * median + 0.5);
  });

  test("no column says anything of another: correlations are those of chance", () => {
    const names = Object.keys(loanNumbers);
    const scaled = names.map((name) => standardised(numbers(name)));
    for (let a = 0; a < names.length; a += 1) {
      for (let b = 0; b < a; b += 1) {
        const product = scaled[a]?.reduce((sum, value, row) => sum + value * (scaled[b]?.[row] ?? 0), 0) ?? 1;
        expect(Math.abs(product / rows), `${names[a]}, ${names[b]}`).toBeLessThan(5 / Math.sqrt(rows));
      }
    }
  });
});

describe("defaults", () => {
  test.each([0.01, 0.067, 0.3, 0.9])("have the base rate %d", (rate) => {
    const found = meanOf(Float64Array.from(draw(rate, 7).columnOf("default", "int32").values));
    expect(Math.abs(found - rate)).toBeLessThan(5 * Math.sqrt((rate * (1 - rate)) / rows) + 0.001);
  });

  test("are 6.7 % unless another rate is asked for; 0 and 1 are never and always", () => {
    expect(Math.abs(meanOf(defaults) - 0.067)).toBeLessThan(0.007);
    expect(meanOf(Float64Array.from(draw(0).columnOf("default", "int32").values))).toBe(0);
    expect(meanOf(Float64Array.from(draw(1).columnOf("default", "int32").values))).toBe(1);
  });

  test("are more frequent where the risk is higher: without work, with a poor score, with little income", () => {
    const employment = ["Unemployed", "Part-time", "Full-time"].map((text) => rateOf("employment_type", text));
    const category = ["Poor", "Fair", "Good", "Excellent"].map((text) => rateOf("credit_score_category", text));
    for (const order of [employment, category]) {
      for (const [index, { rate, error }] of order.slice(1).entries()) {
        const before = order[index];
        expect((before?.rate ?? 0) - rate).toBeGreaterThan(2 * Math.hypot(error, before?.error ?? 0));
      }
    }
    const mean = (name: string, outcome: number): number =>
      meanOf(numbers(name).filter((_, row) => defaults[row] === outcome));
    expect(mean("credit_score", 1)).toBeLessThan(mean("credit_score", 0) - 20);
    expect(mean("annual_income", 1)).toBeLessThan(mean("annual_income", 0));
    expect(mean("debt_to_income_ratio", 1)).toBeGreaterThan(mean("debt_to_income_ratio", 0));
  });
});

function standardised(values: Float64Array): Float64Array {
  const mean = meanOf(values);
  const deviation = Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
  return values.map((value) => (value - mean) / deviation);
}

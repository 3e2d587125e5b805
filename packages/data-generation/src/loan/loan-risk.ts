import type { Table } from "@mlops/table";

const byEmployment: Readonly<Record<string, number>> = {
  "Full-time": 0,
  "Self-employed": 0.3,
  "Part-time": 0.5,
  Unemployed: 2,
};
const byCreditCategory: Readonly<Record<string, number>> = { Excellent: 0, Good: 0.3, Fair: 0.8, Poor: 1.5 };

/** Log odds of a default, up to the intercept that gives the base rate: higher is riskier. */
export function loanRisk(loans: Table): Float64Array {
  const score = loans.columnOf("credit_score", "int32").values;
  const debt = loans.columnOf("debt_to_income_ratio", "float64").values;
  const income = loans.columnOf("annual_income", "float64").values;
  const employment = weightsOf(loans, "employment_type", byEmployment);
  const category = weightsOf(loans, "credit_score_category", byCreditCategory);
  return Float64Array.from(
    score,
    (points, row) =>
      (850 - points) / 100 +
      (debt[row] ?? 0) / 50 +
      (100_000 - (income[row] ?? 0)) / 50_000 +
      (employment[row] ?? 0) +
      (category[row] ?? 0),
  );
}

function weightsOf(loans: Table, name: string, weights: Readonly<Record<string, number>>): Float64Array {
  const { values, dictionary } = loans.columnOf(name, "string");
  const byCode = dictionary.map((text) => weights[text] ?? 0);
  return Float64Array.from(values, (code) => byCode[code] ?? 0);
}

import type { RandomStream } from "@mlops/core";

import {
  beta,
  clipped,
  cumulated,
  exponential,
  gamma,
  lognormal,
  poisson,
  rounded,
  weighted,
} from "../outcome/draws.ts";

/** Texts with their shares. */
export const loanCategories: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  employment_type: { "Full-time": 0.6, "Part-time": 0.15, "Self-employed": 0.2, Unemployed: 0.05 },
  income_category: { Low: 0.2, Medium: 0.4, High: 0.3, "Very High": 0.1 },
  education_level: { "High School": 0.3, Bachelor: 0.4, Master: 0.25, Doctorate: 0.05 },
  credit_score_category: { Poor: 0.15, Fair: 0.25, Good: 0.4, Excellent: 0.2 },
  payment_history: { Poor: 0.1, Fair: 0.2, Good: 0.5, Excellent: 0.2 },
  loan_purpose: { Home: 0.25, Car: 0.2, Education: 0.15, Business: 0.15, "Debt consolidation": 0.15, Other: 0.1 },
  property_type: { Owned: 0.3, Rented: 0.35, Mortgaged: 0.2, Other: 0.15 },
  marital_status: { Single: 0.3, Married: 0.5, Divorced: 0.15, Widowed: 0.05 },
  dependents: { "0": 0.3, "1": 0.25, "2": 0.25, "3+": 0.2 },
  region: { Urban: 0.5, Suburban: 0.35, Rural: 0.15 },
};

export interface LoanNumber {
  readonly type: "float64" | "int32";
  readonly draw: (stream: RandomStream) => number;
}

const money = (value: number): number => rounded(value, 2);
const real = (draw: LoanNumber["draw"]): LoanNumber => ({ type: "float64", draw });
const whole = (draw: LoanNumber["draw"]): LoanNumber => ({ type: "int32", draw: (stream) => Math.round(draw(stream)) });

const termMonths = [12, 24, 36, 48, 60, 120, 180, 240, 360] as const;
const termShares = cumulated([0.05, 0.1, 0.25, 0.1, 0.2, 0.08, 0.08, 0.06, 0.08]);

/** Numbers: amounts in units of money, rates and shares in percent, spans in years or months as their names say. */
export const loanNumbers: Readonly<Record<string, LoanNumber>> = {
  annual_income: real((stream) => money(clipped(lognormal(stream, 10.5, 0.8), 15_000, 500_000))),
  loan_amount: real((stream) => money(clipped(lognormal(stream, 10, 1), 1000, 100_000))),
  debt_to_income_ratio: real((stream) => rounded(100 * beta(stream, 2, 5), 2)),
  credit_score: whole((stream) => clipped(680 + 80 * stream.normal(), 300, 850)),
  existing_debt: real((stream) => money(clipped(lognormal(stream, 9, 1.5), 0, 200_000))),
  employment_length_years: real((stream) => rounded(clipped(exponential(stream, 5), 0, 40), 1)),
  months_at_current_job: whole((stream) => clipped(exponential(stream, 36), 0, 480)),
  loan_term_months: whole((stream) => termMonths[weighted(stream, termShares)] ?? 0),
  interest_rate: real((stream) => rounded(clipped(gamma(stream, 2, 2), 2, 30), 2)),
  num_credit_lines: whole((stream) => poisson(stream, 3)),
  num_credit_inquiries: whole((stream) => poisson(stream, 1.5)),
  revolving_balance: real((stream) => money(clipped(lognormal(stream, 7, 2), 0, 100_000))),
  revolving_utilization: real((stream) => rounded(100 * beta(stream, 2, 3), 2)),
  age: whole((stream) => clipped(40 + 12 * stream.normal(), 18, 80)),
  months_since_last_delinquency: whole((stream) => clipped(exponential(stream, 24), 0, 120)),
};

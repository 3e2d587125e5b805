import { type Feature, randomKey, randomStream, type TrainingPart } from "@mlops/core";

/** Made-up loans: two numbers, one of them sometimes missing, a category, and whether the loan is paid back. */
export function loanRows({ rows, seed }: { readonly rows: number; readonly seed: string }): TrainingPart {
  const random = randomStream(randomKey(seed));
  const amounts = Float64Array.from({ length: rows }, () => random.normal());
  const purposes = Int32Array.from({ length: rows }, () => random.integer(3));
  const codes = Int32Array.from(amounts, (amount, row) => (amount + (purposes[row] ?? 0) - 1 > 0 ? 1 : 0));
  const features: Feature[] = [
    { kind: "numeric", name: "amount", values: amounts },
    { kind: "numeric", name: "income", values: amounts.map((_, row) => (row % 5 === 0 ? NaN : random.normal())) },
    { kind: "categorical", name: "purpose", codes: purposes, categories: ["car", "house", "school"] },
  ];
  return { features, target: { kind: "classes", classes: ["no", "yes"], codes } };
}

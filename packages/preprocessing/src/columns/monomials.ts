/** The factors of a product, in the order of the columns; one that occurs twice is a square. */
export type Monomial = readonly string[];

/** Products of the degrees 2 to `degree`, by degree and then in the order of the columns, as scikit-learn's. */
export function* monomials(names: readonly string[], degree: number, interactionOnly: boolean): Generator<Monomial> {
  for (let factors = 2; factors <= degree; factors += 1) yield* combinations(names, factors, interactionOnly, 0);
}

function* combinations(
  names: readonly string[],
  count: number,
  distinct: boolean,
  from: number,
): Generator<readonly string[]> {
  if (count === 0) {
    yield [];
    return;
  }
  for (let index = from; index < names.length; index += 1) {
    for (const rest of combinations(names, count - 1, distinct, distinct ? index + 1 : index)) {
      yield [names[index] ?? "", ...rest];
    }
  }
}

/** `a`, `b`, `b` as `a b^2`. */
export function monomialName(factors: Monomial): string {
  const powers = new Map<string, number>();
  for (const factor of factors) powers.set(factor, (powers.get(factor) ?? 0) + 1);
  return [...powers].map(([name, power]) => (power === 1 ? name : `${name}^${power}`)).join(" ");
}

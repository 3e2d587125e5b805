/** The solution of a small square system by Gaussian elimination with pivoting; a singular direction is left out (its solution is 0). */
export function solveLinear(matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] {
  const size = right.length;
  const rows = matrix.map((line, i) => [...line, right[i] ?? 0]);
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let i = column + 1; i < size; i++) {
      if (Math.abs(rows[i]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) pivot = i;
    }
    const line = rows[pivot];
    const lead = line?.[column] ?? 0;
    if (line === undefined || lead === 0) continue;
    [rows[pivot], rows[column]] = [rows[column] ?? line, line];
    for (let i = column + 1; i < size; i++) {
      const factor = (rows[i]?.[column] ?? 0) / lead;
      rows[i] = (rows[i] ?? []).map((value, j) => value - factor * (line[j] ?? 0));
    }
  }
  const solution = Array.from({ length: size }, () => 0);
  for (let i = size - 1; i >= 0; i--) {
    const line = rows[i] ?? [];
    let rest = line[size] ?? 0;
    for (let j = i + 1; j < size; j++) rest -= (line[j] ?? 0) * (solution[j] ?? 0);
    const lead = line[i] ?? 0;
    solution[i] = lead === 0 ? 0 : rest / lead;
  }
  return solution;
}

const BLOCKS = "▁▂▃▄▅▆▇█";
const LONGEST = 40;

/**
 * Values in their order as a line of block characters between their lowest and highest; of more than 40, means of equal
 * stretches. Equal values are a line in the middle.
 */
export function sparkText(values: readonly number[]): string {
  const points = stretched(values);
  const [low, high] = [Math.min(...points), Math.max(...points)];
  return points.map((point) => BLOCKS[high === low ? 3 : Math.round(((point - low) / (high - low)) * 7)]).join("");
}

function stretched(values: readonly number[]): readonly number[] {
  if (values.length <= LONGEST) return values;
  return Array.from({ length: LONGEST }, (_, stretch) => {
    const from = Math.floor((stretch * values.length) / LONGEST);
    const members = values.slice(from, Math.floor(((stretch + 1) * values.length) / LONGEST));
    return members.reduce((sum, value) => sum + value / members.length, 0);
  });
}

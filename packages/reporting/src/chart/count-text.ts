const counts = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** A count with separators: `1,000,000`. */
export function countText(count: number): string {
  return counts.format(count);
}

/** How a curve was thinned, null where it was not. */
export function keptOf(kept: number, all: number, method: string): string | null {
  return kept >= all ? null : `${countText(kept)} of ${countText(all)} points drawn (${method})`;
}

/** Length of the longest list. */
export function longest(lists: readonly { readonly length: number }[]): number {
  return lists.reduce((most, { length }) => Math.max(most, length), 0);
}

import { partShares } from "./fractions.ts";
import { orderByHash } from "./row-order.ts";
import { assertPartsFilled, partsOf, type RandomSplitOptions, type Split } from "./split.ts";

/**
 * Whole groups (a customer, a station) drawn at random into parts: none is in two. Groups come in an order that depends on
 * their names and the random key alone; each goes to the part that lacks most rows of its share. Shares are met as closely as
 * the groups allow.
 *
 * @param groups the name of each row's group
 * @throws MlopsError EVALUATION_OPTION_INVALID, EVALUATION_SPLIT_EMPTY where there are too few groups.
 */
export function groupSplit(groups: readonly string[], { fractions, key }: Omit<RandomSplitOptions, "rowKeys">): Split {
  const { names, shares } = partShares(fractions);
  const sizes = groupSizes(groups);
  const labels = [...sizes.keys()];
  const lacking = shares.map((share) => share * groups.length);
  const partOfGroup = new Map<string, number>();
  for (const position of orderByHash(labels, key)) {
    const label = labels[position] ?? "";
    const part = lacking.indexOf(Math.max(...lacking));
    partOfGroup.set(label, part);
    lacking[part] = (lacking[part] ?? 0) - (sizes.get(label) ?? 0);
  }
  const parts = partsOf(
    names,
    groups.map((label) => partOfGroup.get(label) ?? -1),
  );
  assertPartsFilled(parts, groups.length);
  return { strategy: "group", parts, reasons: [], purged: 0 };
}

export function groupSizes(groups: readonly string[]): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>();
  for (const label of groups) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  return sizes;
}

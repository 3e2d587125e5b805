import { MlopsError } from "@mlops/core";

import { didYouMean } from "../parse/did-you-mean.ts";
import type { ListItem } from "./list-items.ts";

/**
 * The item of a name, an alias, or a class path; a class path's item has that class only.
 *
 * @throws MlopsError LIST_NAME_UNKNOWN
 */
export function findItem(kind: string, items: readonly ListItem[], wanted: string): ListItem {
  const byClass = items.flatMap((item) =>
    (item.classes ?? []).filter(({ classPath }) => classPath === wanted).map((each) => ({ item, each })),
  )[0];
  if (byClass) return { ...byClass.item, aliases: [], parameters: [], classes: [byClass.each] };
  const found = items.find(({ name, aliases }) => name === wanted || aliases.includes(wanted));
  if (found) return found;
  const names = items.flatMap(({ name, aliases }) => [name, ...aliases]);
  throw new MlopsError("LIST_NAME_UNKNOWN", `There is no "${wanted}" among the ${kind}.`, {
    hint: didYouMean(wanted, names) ?? `mlops list ${kind} shows all of them.`,
    details: { kind, name: wanted },
  });
}

import type { ListItem } from "./list-items.ts";

/** Every check of a data suite, how it is written, and its options. */
export async function expectationItems(): Promise<readonly ListItem[]> {
  const [{ expectationItems: items }, { estimatorParameters }] = await Promise.all([
    import("@mlops/data-validation"),
    import("@mlops/models"),
  ]);
  return items().map(({ options, byRow, scope, ...item }) => ({
    ...item,
    family: scope,
    byRow,
    parameters: estimatorParameters({ options }).map((parameter) => ({
      ...parameter,
      default: parameter.default ?? null,
    })),
  }));
}

import type { ListItem } from "./list-items.ts";

/** Every preprocessing step with the spellings that recipes may use, and its parameters. */
export async function preprocessorItems(): Promise<readonly ListItem[]> {
  const [{ preprocessorCatalogue }, { estimatorParameters }] = await Promise.all([
    import("@mlops/preprocessing"),
    import("@mlops/models"),
  ]);
  return Promise.all(
    preprocessorCatalogue.map(async ({ name, aliases, family, summary, load }) => {
      const step = await load();
      return {
        name,
        aliases,
        summary,
        family,
        scope: step.scope,
        parameters: estimatorParameters(step).map((parameter) => ({
          ...parameter,
          default: parameter.default ?? null,
        })),
      };
    }),
  );
}

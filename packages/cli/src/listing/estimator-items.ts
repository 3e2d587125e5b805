import type { ListItem } from "./list-items.ts";

/** Every estimator with the class paths by which recipes name it, what it can do, and its hyper-parameters. */
export async function estimatorItems(): Promise<readonly ListItem[]> {
  const { estimatorCatalogue, estimatorParameters } = await import("@mlops/models");
  return Promise.all(
    estimatorCatalogue.map(async (entry) => {
      const { name, aliases } = entry;
      const estimator = await entry.load();
      return {
        name,
        aliases,
        summary: estimator.summary,
        capabilities: estimator.capabilities,
        parameters: estimatorParameters(estimator).map((parameter) => ({
          ...parameter,
          default: parameter.default ?? null,
        })),
      };
    }),
  );
}

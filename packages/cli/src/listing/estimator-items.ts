import type { EstimatorParameter } from "@mlops/models";

import type { ItemParameter, ListItem } from "./list-items.ts";

/** Every estimator with the class paths by which recipes name it, what it can do, and the hyper-parameters of each name. */
export async function estimatorItems(): Promise<readonly ListItem[]> {
  const { dialectCatalogue, estimatorCatalogue, estimatorParameters, resolvedParameters, resolveEstimator } =
    await import("@mlops/models");
  const classPaths = dialectCatalogue.flatMap(({ classes }) => Object.entries(classes));
  return Promise.all(
    estimatorCatalogue.map(async (entry) => {
      const { name, aliases } = entry;
      const estimator = await entry.load();
      const own = classPaths.filter(([, native]) => native === name).map(([classPath]) => classPath);
      return {
        name,
        aliases: [...aliases, ...own],
        summary: estimator.summary,
        capabilities: estimator.capabilities,
        parameters: itemParameters(estimatorParameters(estimator)),
        classes: await Promise.all(
          own.map(async (classPath) => {
            const resolved = await resolveEstimator(classPath);
            return {
              classPath,
              library: resolved.dialect?.library ?? null,
              parameters: itemParameters(resolvedParameters(resolved)),
            };
          }),
        ),
      };
    }),
  );
}

function itemParameters(parameters: readonly EstimatorParameter[]): ItemParameter[] {
  return parameters.map((parameter) => ({ ...parameter, default: parameter.default ?? null }));
}

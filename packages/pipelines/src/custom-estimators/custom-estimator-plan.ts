import type { JsonValue } from "@mlops/core";
import { estimatorUrl } from "@mlops/models";
import { z } from "zod";

/** An estimator of the project's own, as a run's input holds it: the code that it was. */
export const customEstimatorSchema = z.strictObject({
  /** As the recipe writes it: `./estimators/my.ts#stump`. */
  classPath: z.string(),
  /** Absolute path. */
  file: z.string(),
  exportName: z.string(),
  /** SHA-256 of the file. */
  digest: z.string(),
});

export type CustomEstimatorPlan = z.infer<typeof customEstimatorSchema>;

interface PlannedEstimator {
  readonly classPath: string;
  readonly options: Readonly<Record<string, JsonValue>>;
}

/** An estimator with the addresses of code in place of the class paths that name it, in those inside it too. */
export function addressedEstimator(
  { classPath, options }: PlannedEstimator,
  plans: readonly CustomEstimatorPlan[] = [],
): PlannedEstimator {
  const urls = new Map(
    plans.map(({ classPath: written, file, exportName, digest }) => [written, estimatorUrl(file, exportName, digest)]),
  );
  const addressed = (value: JsonValue): JsonValue => {
    if (Array.isArray(value)) return value.map(addressed);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        const url = key === "class_path" && typeof inner === "string" ? urls.get(inner) : undefined;
        return [key, url ?? addressed(inner)];
      }),
    );
  };
  return {
    classPath: urls.get(classPath) ?? classPath,
    options: Object.fromEntries(Object.entries(options).map(([key, value]) => [key, addressed(value)])),
  };
}

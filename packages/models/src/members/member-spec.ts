import { z } from "zod";

/** An estimator inside another, as recipes write it: a class path, and hyper-parameters by the names of that class. */
export const memberSpec = z.strictObject({
  class_path: z.string().min(1),
  hyperparameters: z.record(z.string(), z.json()).default({}),
});

export type MemberSpec = z.output<typeof memberSpec>;

export interface PlacedMember {
  /** Within the hyper-parameters that hold it: `["estimators", 0, "estimator"]`. */
  readonly path: readonly (string | number)[];
  readonly spec: MemberSpec;
}

/** The estimators directly inside hyper-parameters: under `estimator`, and in the list `estimators`. */
export function membersOf(hyperparameters: Readonly<Record<string, unknown>>): readonly PlacedMember[] {
  const { estimator, estimators } = hyperparameters;
  const listed = Array.isArray(estimators)
    ? estimators.map((each: unknown, index) => placed(["estimators", index, "estimator"], valueAt(each, "estimator")))
    : [];
  return [placed(["estimator"], estimator), ...listed].flat();
}

function placed(path: readonly (string | number)[], value: unknown): PlacedMember[] {
  const parsed = memberSpec.safeParse(value);
  return parsed.success ? [{ path, spec: parsed.data }] : [];
}

function valueAt(container: unknown, key: string): unknown {
  return typeof container === "object" && container !== null ? Reflect.get(container, key) : undefined;
}

import { MlopsError } from "../errors/mlops-error.ts";

const MODEL_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** @throws MlopsError INVALID_ARGUMENT where `name` is not `[A-Za-z0-9][A-Za-z0-9._-]{0,127}` */
export function assertModelName(name: string): void {
  if (!MODEL_NAME.test(name)) {
    throw new MlopsError("INVALID_ARGUMENT", `"${name}" is not a model name.`, {
      hint: "Use 1 to 128 letters, digits, dots, dashes and underscores, starting with a letter or digit.",
    });
  }
}

import { MlopsError } from "@mlops/core";

/** For what is valid ONNX but not known here. */
export function unsupported(what: string, details: Readonly<Record<string, unknown>> = {}): MlopsError {
  return new MlopsError("ONNX_UNSUPPORTED", `${what} is not supported here.`, { details });
}

/** `mlflow.tracking_uri`, as the documented config files write it, is `tracking.mlflow.tracking_uri`. */
export function canonicalPath(path: readonly string[]): readonly string[] {
  return path[0] === "mlflow" ? ["tracking", ...path] : path;
}

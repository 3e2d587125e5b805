import { isMlopsError, MlopsError } from "@mlops/core";

const denied: Readonly<Record<string, string>> = {
  EACCES: "permission is missing",
  EPERM: "the operation is not permitted",
  EROFS: "the disk is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
};

/** Any thrown value as an MlopsError: system errors of the disk by their kind, everything else as INTERNAL_ERROR. */
export function asMlopsError(thrown: unknown): MlopsError {
  if (isMlopsError(thrown)) return thrown;
  if (thrown instanceof Error) {
    const { code, path } = thrown as NodeJS.ErrnoException;
    const why = code === undefined ? undefined : denied[code];
    if (why !== undefined) {
      const place = path === undefined ? "A file or folder" : path;
      return new MlopsError("PERMISSION_DENIED", `${place} cannot be used: ${why} (${code}).`, { cause: thrown });
    }
    if (thrown.name === "AbortError")
      return new MlopsError("CANCELLED", "The work was stopped before it finished.", { cause: thrown });
  }
  const text = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return new MlopsError("INTERNAL_ERROR", `Something unforeseen broke: ${text}`, { cause: thrown });
}

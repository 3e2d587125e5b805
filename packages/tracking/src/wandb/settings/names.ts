import { MlopsError } from "@mlops/core";

/** Letters and digits of any script, `_`, `.` and `-`: stricter than W&B, so that a name works in paths and URLs too. */
const projectName = /^[\p{L}\p{N}_.-]{1,128}$/u;
// oxlint-disable-next-line no-control-regex -- they are what is refused
const unusableInEntity = /[\u0000-\u001f\u007f/\\?#%\s]/;

/** @throws MlopsError TRACKING_NAME_INVALID */
export function assertProjectName(name: string): void {
  if (projectName.test(name)) return;
  throw new MlopsError("TRACKING_NAME_INVALID", `Invalid project name: ${name}`, {
    hint: "Use letters, digits, '_', '.' and '-', at most 128 of them.",
    details: { project: name },
  });
}

/** The server decides which entities there are; only what could not be part of its address is refused here. @throws MlopsError TRACKING_NAME_INVALID */
export function assertEntityName(name: string): void {
  if (name !== "" && name.length <= 128 && !unusableInEntity.test(name)) return;
  throw new MlopsError("TRACKING_NAME_INVALID", `Invalid entity name: ${name}`, {
    hint: "An entity is a W&B user or team, as it stands in the address of its page.",
    details: { entity: name },
  });
}
